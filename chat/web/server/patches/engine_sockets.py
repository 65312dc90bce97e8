"""Options of NiceGUI's socket server, what it knows of each connection, and a message to a single socket.

Why: NiceGUI passes no options on to socket.io and engine.io, neither of these tells how much waits for a client, and a
browser whose page has just been deleted is still to be led to the login page.
Read in: nicegui 3.18.0, python-socketio 5.18.1, python-engineio 4.15.1
Without it: frames of any size, dead connections noticed after 72 seconds instead of 25, any origin, and clients that
read nothing kept for ever with all that waits for them
Can go when: NiceGUI takes these options, and engine.io bounds its queues
"""

from collections.abc import Iterator
from typing import Any

from nicegui import Client, app, core

from chat.web.server.patches.websocket_protocol import LimitedWebSocketProtocol, connection_of, open_sockets


def install(max_frame: int, ping_interval: float, ping_timeout: float) -> None:
    """Set the options; called once, before `ui.run`.

    Args:
        max_frame: bytes that a browser may send at once
        ping_interval: seconds between two pings
        ping_timeout: seconds that a browser has to answer one
    """
    engine = core.sio.eio
    engine.max_http_buffer_size = max_frame
    engine.transports = app.config.socket_io_js_transports = ["websocket"]
    engine.cors_allowed_origins = []  # `WebSocketGuardMiddleware` compares origins

    def set_pings() -> None:
        engine.ping_interval, engine.ping_timeout = ping_interval, ping_timeout

    app.on_startup(set_pings)  # NiceGUI sets its own just before


def connections_with_sockets() -> Iterator[tuple[LimitedWebSocketProtocol, Any]]:
    """Pair each open connection with its engine.io socket, or with None where there is none (yet or any more)."""
    environ = core.sio.environ
    sockets = {
        connection_of(environ[engine_id]): socket
        for engine_id, socket in core.sio.eio.sockets.items()
        if engine_id in environ
    }
    for connection in open_sockets():
        yield connection, sockets.get(connection)


def ids_of_page_sockets() -> set[str]:
    """Return the engine.io ids of all sockets that have shown which page they belong to."""
    known = {socket_id for client in Client.instances.values() for socket_id in client._socket_to_document_id}
    return {
        engine_id for engine_id in core.sio.eio.sockets if core.sio.manager.sid_from_eio_sid(engine_id, "/") in known
    }


def connection_of_socket(socket_id: str) -> LimitedWebSocketProtocol | None:
    """Find the connection of a socket; none if it is gone, or in NiceGUI's simulation."""
    environ = core.sio.get_environ(socket_id)
    return connection_of(environ) if environ else None


async def navigate(socket_id: str, path: str) -> None:
    """Have one browser load another page, even if its NiceGUI client is gone; `ui.navigate.to` needs that."""
    await core.sio.emit("open", {"path": path, "new_tab": False}, to=socket_id)


def queue_length(socket: Any) -> int:
    """Count the packets that wait for a client."""
    return int(socket.queue.qsize())


def queued_characters(socket: Any) -> int:
    """Count the characters of the packets that wait for a client."""
    return sum(len(packet.data or "") for packet in list(socket.queue._queue) if packet)
