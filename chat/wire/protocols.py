"""Uvicorn's protocols with bounds to what they hold before anything of ours is asked.

Seen with uvicorn 0.54: the head of a request may be endless and as slow as it likes, and a socket that sends nothing
but pings or tiny frames is read as fast as they come.
"""

import asyncio
from typing import Any

from nicegui.server import Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.wsproto_impl import WSProtocol
from wsproto.events import BytesMessage, Ping, Request, TextMessage

MAX_HEAD = 64 * 1024
"""Bytes that may come without a request, or a piece of its body, being complete; as in uvicorn's slower parser."""

HEAD_SECONDS = 20.0
"""Time for the head of a request; behind a proxy it comes in one piece."""

MAX_UNREAD = 500
"""Messages that may come in one piece; our pages send one at a time, or a few dozen after a cut."""

MAX_PINGS = 100
"""Pings in the life of a socket: browsers send none, engine.io's own are ordinary messages."""

CONNECTION = "streamchat.connection"
"""Where the scope of a socket's request holds the connection itself."""


class BoundedHttp(HttpToolsProtocol):
    """Ends connections whose head is endless or late."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        self.ws_protocol_class = BoundedSocket
        self._unfinished = 0
        self._timer: asyncio.TimerHandle | None = None
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless it has been too much for too little."""
        self._unfinished += len(data)
        super().data_received(data)
        if self._unfinished > MAX_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a head."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """Wait no longer; note whether the request was written for a proxy (RFC 9112, absolute form)."""
        self._stop_waiting()
        self._unfinished = 0
        if not self.url.startswith(b"/"):
            self.scope["state"]["is_proxied"] = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count anew after each piece of a body: what limits that is elsewhere."""
        self._unfinished = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Count anew."""
        self._unfinished = 0
        super().on_message_complete()

    def _await_head(self) -> None:
        self._timer = self._timer or self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


class BoundedSocket(WSProtocol):
    """Ends sockets that send a thousand things in one piece, or keep pinging; can be found by its request."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pings = 0
        self.sent = 0
        """Messages that the application has sent so far."""

    @property
    def is_writable(self) -> bool:
        """Whether a frame may be written now: it is open, and who reads it keeps up."""
        return self.writable.is_set() and not (self.close_sent or self.disconnected or self.transport.is_closing())

    def handle_connect(self, event: Request) -> None:
        """Begin with the request for it."""
        super().handle_connect(event)
        self.scope[CONNECTION] = self  # type: ignore[literal-required]

    async def send(self, message: Any) -> None:
        """Send what the application sends, and count it."""
        await super().send(message)
        if message["type"] == "websocket.send":
            self.sent += 1

    def data_received(self, data: bytes) -> None:
        """Read on until it is too much."""
        try:
            super().data_received(data)
        except _Flood:
            while not self.queue.empty():  # nobody has to look at all that any more
                self.queue.get_nowait()
            self.transport.abort()

    def handle_message(self, event: TextMessage | BytesMessage) -> None:
        """Keep a message until it is asked for."""
        super().handle_message(event)
        if self.queue.qsize() > MAX_UNREAD:
            raise _Flood

    def handle_ping(self, event: Ping) -> None:
        """Answer."""
        self._pings += 1
        if self._pings > MAX_PINGS:
            raise _Flood
        super().handle_ping(event)


def connection_of(environ: dict[str, Any]) -> BoundedSocket | None:
    """Find the connection that an engine.io socket began with; none in NiceGUI's simulation."""
    connection: BoundedSocket | None = environ["asgi.scope"].get(CONNECTION)
    return connection


def open_sockets() -> list[BoundedSocket]:
    """List the sockets that are open; none in NiceGUI's simulation, where there is no server."""
    server = getattr(Server, "instance", None)
    connections = list(server.server_state.connections if server else ())
    return [connection for connection in connections if isinstance(connection, BoundedSocket)]


class _Flood(Exception): ...
