"""Uvicorn's WebSocket protocol with limits to what a client may send before it is asked for anything.

Why: uvicorn parses frames as fast as they come, a megabyte of them in one go, and waits at its end for clients that do
not read. Others find here the connection behind an engine.io socket.
Read in: uvicorn 0.54.0, wsproto 1.3.2, nicegui 3.18.0
Without it: no limit to connections, no dropping of slow clients, no closing of a session's sockets, no shared frames
Can go when: uvicorn limits frames and connections, and ASGI gives access to the transport
"""

import asyncio
from typing import Any

from nicegui.server import Server
from uvicorn.protocols.websockets.wsproto_impl import WSProtocol
from wsproto import ConnectionType
from wsproto.events import BytesMessage, Request, TextMessage

from chat.web.server.connections import connections
from chat.web.server.deadlines import LEAVE_SECONDS
from chat.web.server.patches.frame_budget import CountingConnection, Flood

MAX_UNREAD = 500
"""Messages that may come in one piece; our pages send one at a time, or a few dozen after a cut."""

MAX_EARLY = 128 * 1024
"""Bytes that may come before the handshake is complete: the head of the request, and no more than that again."""

CONNECTION = "streamchat.connection"
"""Where the scope of a socket's request holds the connection itself."""


class LimitedWebSocketProtocol(WSProtocol):
    """Ends sockets that send too much at once; can be found by its request."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conn = CountingConnection(ConnectionType.SERVER)
        self._early = 0
        self.has_page = False
        """Whether it has shown that it belongs to an open page."""
        self.sent = 0
        """Messages that the application has sent so far."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there are too many connections."""
        super().connection_made(transport)
        if not connections.admit(self, self.client[0] if self.client else None):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting the connection."""
        connections.remove(self)
        super().connection_lost(exc)

    @property
    def is_waiting(self) -> bool:
        """Whether the client has yet to show for which page it came."""
        return not self.has_page

    @property
    def is_writable(self) -> bool:
        """Whether a frame may be written now: it is open, and who reads it keeps up."""
        return self.writable.is_set() and not (self.close_sent or self.disconnected or self.transport.is_closing())

    def give_up(self) -> None:
        """End the connection, whatever waits to be read or written."""
        self.disconnected = True
        self.transport.abort()

    def belongs_to_a_page(self) -> None:
        """Stop counting it for its address, and among those that keep the server waiting."""
        self.has_page = True
        connections.settle(self)

    def shutdown(self) -> None:
        """Close it, and do not wait for long for a client that does not read."""
        super().shutdown()
        self.loop.call_later(LEAVE_SECONDS, self.transport.abort)

    def handle_connect(self, event: Request) -> None:
        """Begin, and let the request's scope lead back to this connection."""
        super().handle_connect(event)
        self.scope[CONNECTION] = self  # type: ignore[literal-required]

    async def send(self, message: Any) -> None:
        """Send what the application sends, and count it."""
        await super().send(message)
        if message["type"] == "websocket.send":
            self.sent += 1

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived, and end the connection if it is too much."""
        self._early += 0 if self.handshake_complete else len(data)
        try:
            super().data_received(data)
            if self._early > MAX_EARLY:
                raise Flood
        except Flood:
            while not self.queue.empty():  # nobody has to look at all that any more
                self.queue.get_nowait()
            self.give_up()

    def handle_message(self, event: TextMessage | BytesMessage) -> None:
        """Keep a message until it is asked for."""
        super().handle_message(event)
        if self.queue.qsize() > MAX_UNREAD:
            raise Flood


def connection_of(environ: dict[str, Any]) -> LimitedWebSocketProtocol | None:
    """Find the connection that an engine.io socket began with; none in NiceGUI's simulation."""
    connection: LimitedWebSocketProtocol | None = environ["asgi.scope"].get(CONNECTION)
    return connection


def open_sockets() -> list[LimitedWebSocketProtocol]:
    """List the sockets that are open; none in NiceGUI's simulation, where there is no server."""
    server = getattr(Server, "instance", None)
    connections = list(server.server_state.connections if server else ())
    return [connection for connection in connections if isinstance(connection, LimitedWebSocketProtocol)]
