"""Uvicorn's WebSocket protocol with limits to what a client may send before it is asked for anything.

Why: uvicorn parses frames as fast as they come, a megabyte of them in one go, and waits at its end for clients that do
not read. Others find here the connection behind an engine.io socket.
Read in: uvicorn 0.54.0, wsproto 1.3.2, nicegui 3.18.0
Without it: no limit to connections, no dropping of slow clients, no closing of a session's sockets, no shared frames
Can go when: uvicorn limits frames and connections, and ASGI gives access to the transport
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from io import StringIO
from typing import Any

from nicegui.server import Server
from uvicorn.protocols.websockets.wsproto_impl import WSProtocol
from wsproto import ConnectionType
from wsproto.events import BytesMessage, Request, TextMessage
from wsproto.handshake import H11Handshake

from chat.web.server.connections import connections
from chat.web.server.deadlines import LEAVE_SECONDS
from chat.web.server.patches.frame_budget import MESSAGE, CountingConnection, Flood
from chat.web.server.short_queues import ShortEvent, ShortQueue
from chat.web.server.socket_throttle import SIZE, SocketThrottle

MAX_UNREAD = 500
"""Messages that may come in one piece; our pages send one at a time, or a few dozen after a cut."""

MAX_EARLY = 128 * 1024
"""Bytes that may come before the handshake is complete: the head of the request, and no more than that again."""

CONNECTION = "streamchat.connection"
"""Where the scope of a socket's request holds the connection itself."""

HANDSHAKE = H11Handshake(ConnectionType.SERVER)
"""What connections have that are done with theirs: it is only asked whether it has events, and it has none."""


class LimitedWebSocketProtocol(WSProtocol):
    """Ends sockets that send too much at once; can be found by its request."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conn: CountingConnection = CountingConnection(ConnectionType.SERVER)
        self.queue, self.writable = ShortQueue(), ShortEvent()
        self.writable.set()
        self._decide, self.app = self.app, self._decide_and_serve
        self.serve: Callable[[], Awaitable[None]] | None = None
        """Goes on with it once the application, with all of its middlewares, has accepted it and returned."""
        self._early = 0
        self.has_page = False
        """Whether it has shown that it belongs to an open page."""
        self.throttle = SocketThrottle()
        self.on_text: Callable[[str], bool] | None = None
        """Takes texts at once, without the application, and tells of each whether it has."""
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
        self.conn.handshake = HANDSHAKE  # the request, parsed, and its parser: nobody asks any more
        connections.settle(self)

    def shutdown(self) -> None:
        """Close it, and do not wait for long for a client that does not read."""
        super().shutdown()
        self.loop.call_later(LEAVE_SECONDS, self.transport.abort)

    async def _decide_and_serve(self, *request: Any) -> None:
        await self._decide(*request)
        serve, self.serve = self.serve, None
        if serve:
            await serve()

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
            if self.on_text and self._take_whole(data):
                return
            super().data_received(data)
            if self._early > MAX_EARLY:
                raise Flood
        except Flood:
            while not self.queue.empty():  # nobody has to look at all that any more
                self.queue.get_nowait()
            self.give_up()

    def _take_whole(self, data: bytes) -> bool:
        """Take what is one text in one unfragmented frame, as nearly all is: wsproto takes ten times as long."""
        is_idle = self.buffer.value is None and self.queue.empty() and self.conn.is_between_messages
        if self.close_sent or not is_idle or not (text := masked_text(data)):
            return False
        if is_taken := bool(self.on_text and self.on_text(text)):
            self.conn.budget.spend(MESSAGE)
        return is_taken

    def handle_message(self, event: TextMessage | BytesMessage) -> None:
        """Hand on a text at once if nothing waits before it, or keep a message until it is asked for."""
        if self.on_text and self.queue.empty() and isinstance(event, TextMessage) and event.message_finished:
            begun = self.buffer.value.getvalue() if isinstance(self.buffer.value, StringIO) else ""
            is_small = 4 * len(begun + event.data) <= self.buffer.max_length  # what is not, is counted in bytes below
            if is_small and self.on_text(begun + event.data):
                self.buffer.clear()
                return
        super().handle_message(event)
        if self.queue.qsize() > MAX_UNREAD:
            raise Flood


def connection_of(environ: dict[str, Any]) -> LimitedWebSocketProtocol | None:
    """Find the connection that an engine.io socket began with; none in NiceGUI's simulation."""
    return connection_in(environ["asgi.scope"])


def connection_in(scope: MutableMapping[str, Any]) -> LimitedWebSocketProtocol | None:
    """Find the connection whose request has this scope."""
    connection: LimitedWebSocketProtocol | None = scope.get(CONNECTION)
    return connection


def open_sockets() -> list[LimitedWebSocketProtocol]:
    """List the sockets that are open; none in NiceGUI's simulation, where there is no server."""
    server = getattr(Server, "instance", None)
    connections = list(server.server_state.connections if server else ())
    return [connection for connection in connections if isinstance(connection, LimitedWebSocketProtocol)]


def masked_text(data: bytes) -> str:
    """Return the text of what is one final, masked, uncompressed frame; "" for all else (RFC 6455, section 5.2)."""
    if not 6 < len(data) <= SIZE or data[0] != 0x81 or not 0x80 <= data[1] <= 0xFE:
        return ""
    length, start = data[1] & 0x7F, 2
    if length == 126:
        length, start = int.from_bytes(data[2:4]), 4
    payload = data[start + 4 :]
    if len(payload) != length or (start == 4 and length < 126):
        return ""
    mask = (data[start : start + 4] * (length // 4 + 1))[:length]
    with suppress(UnicodeDecodeError):  # wsproto finds the same, and closes the connection
        return (int.from_bytes(payload) ^ int.from_bytes(mask)).to_bytes(length).decode()
    return ""
