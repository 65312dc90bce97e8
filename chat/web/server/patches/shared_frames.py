"""Encodes a broadcast's WebSocket frame once and writes the same bytes to each connection.

Why: socket.io makes a task for each recipient, engine.io has a queue and another task behind it, and wsproto frames
what comes out of that. Where anything waits for a connection, the broadcast waits behind it: nothing overtakes.
Read in: python-socketio 5.18.1, python-engineio 4.15.1, uvicorn 0.54.0
Without it: a delivery takes 146 µs of CPU instead of 57 (steady, 200 followers), 117 instead of 63 in a burst
Can go when: socket.io encodes once and writes without a task for each recipient
"""

from collections.abc import Iterable
from struct import pack
from typing import Any

from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from nicegui import core
from socketio.packet import EVENT

from chat.web.server.patches.websocket_protocol import LimitedWebSocketProtocol, connection_of
from chat.web.server.short_queues import ShortQueue

NAMESPACE = "/"


class CountingQueue(ShortQueue):
    """A queue for a connection that counts everything that was ever put into it."""

    put_so_far = 0

    def _put(self, item: Any) -> None:
        self.put_so_far += 1
        super()._put(item)


def install() -> None:
    """Replace how socket.io emits to a room; called once, before anybody connects."""
    emit_through_queues = core.sio.manager.emit
    core.sio.eio.create_queue = CountingQueue

    async def emit(event: str, data: Any, namespace: str, room: str | None = None, **options: Any) -> None:
        is_plain = room is not None and namespace == NAMESPACE and not any(options.values())
        if not (is_plain and write_at_once(event, data, str(room))):
            await emit_through_queues(event, data, namespace, room=room, **options)

    core.sio.manager.emit = emit


def write_at_once(event: str, data: Any, room: str) -> bool:
    """Send an event to a room; only one that holds bytes is left to socket.io."""
    if text := _encode(event, data):
        _write(text, core.sio.manager.get_participants(NAMESPACE, room))
    return bool(text)


def text_frame(text: str) -> bytes:
    """Frame a text as a server does: whole, neither masked nor compressed (RFC 6455, section 5.2)."""
    payload = text.encode()
    if len(payload) < 126:
        return pack("!BB", 0x81, len(payload)) + payload
    if len(payload) < 1 << 16:
        return pack("!BBH", 0x81, 126, len(payload)) + payload
    return pack("!BBQ", 0x81, 127, len(payload)) + payload


def _encode(event: str, data: Any) -> str:
    """Encode an event as socket.io does; return nothing if it holds bytes, which take several packets."""
    arguments = data if isinstance(data, tuple) else () if data is None else (data,)
    encoded = core.sio.packet_class(EVENT, namespace=NAMESPACE, data=[event, *arguments]).encode()
    return encoded if isinstance(encoded, str) else ""


def _write(text: str, recipients: Iterable[tuple[str, str]]) -> None:
    frame = text_frame(f"{MESSAGE}{text}")
    packet = EnginePacket(MESSAGE, text)
    for _, engine_id in recipients:
        if connection := _free_connection(engine_id):
            connection.transport.write(frame)
        elif (socket := core.sio.eio.sockets.get(engine_id)) and not socket.closed:
            socket.queue.put_nowait(packet)  # now, not by a task: nothing that is told later overtakes it


def _free_connection(engine_id: str) -> LimitedWebSocketProtocol | None:
    """Find the connection of an engine.io socket, if everything queued for it has been written."""
    socket, environ = core.sio.eio.sockets.get(engine_id), core.sio.environ.get(engine_id)
    if socket is None or environ is None or socket.closed:
        return None
    connection = connection_of(environ)
    return connection if connection and socket.queue.put_so_far == connection.sent and connection.is_writable else None
