"""Uvicorn's HTTP protocol with limits to what a client may send before it is asked for anything, and to its time.

Why: uvicorn waits for ever for a head, a body or a client that does not read, and reads a megabyte of tiny chunks or
requests in one go.
Read in: uvicorn 0.54.0
Without it: a few hundred silent connections keep all others out, and tiny chunks hold the event loop
Can go when: uvicorn has timeouts for heads, bodies and responses; behind nginx most of it is done twice
"""

import asyncio

import httptools
from uvicorn._types import ASGI3Application, ASGISendEvent
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from chat.web.server.connections import connections
from chat.web.server.deadlines import BODY_RATE, BODY_SECONDS, LEAVE_SECONDS, LINGER_SECONDS, Deadline, StallDetector
from chat.web.server.live_answers import LIVE, LiveAnswer, is_too_slow
from chat.web.server.long_bodies import LONG, LongBody
from chat.web.server.patches.frame_budget import Flood
from chat.web.server.patches.upgrade_turns import UpgradesInTurn
from chat.web.server.patches.websocket_protocol import LimitedWebSocketProtocol

MAX_HEAD = 64 * 1024
"""Bytes that may come without a request, or a piece of its body, being complete; as in uvicorn's slower parser."""

HEAD_SECONDS = 20.0
"""Time for the head of a request; behind a proxy it comes in one piece."""

MAX_PIECES = 1000
"""Pieces of a body that may come in one read, or after its answer: about one millisecond of parsing."""

MAX_PIPELINED = 100
"""Requests that may wait for the answer to another one on their connection; browsers and proxies send none."""

MAX_DISCARDED = 10 * 1024 * 1024
"""Bytes of a body that are read after its answer, so that whoever sends too large a picture is told so."""

TICK = 1.0
"""Seconds between two looks at whether a client keeps the server waiting."""


class LimitedHttpProtocol(UpgradesInTurn):
    """Ends connections whose client sends too much for too little, sends too slowly, or does not read."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Admit the connection, and expect a request."""
        self.ws_protocol_class = LimitedWebSocketProtocol
        self._unfinished = self._pieces = self._discarded = 0
        self._is_in_body = False
        self._deadline, self._stalls = Deadline(), StallDetector(self.loop.time())
        self._leaves_at: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._live: LiveAnswer | None = None
        super().connection_made(transport)
        if connections.admit(self, self.client[0] if self.client else None):
            self._deadline.expect(self.loop.time() + HEAD_SECONDS)
            self._start_timer()
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._leave_alone()
        self._end_live()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        """Leave the connection to `LimitedWebSocketProtocol`."""
        self._leave_alone()
        super().handle_websocket_upgrade()

    @property
    def is_waiting(self) -> bool:
        """Whether the client has to do something: send a request, the rest of one, or read the answer."""
        is_idle = self.cycle is None or self.cycle.response_complete
        return is_idle or self._deadline.is_set or self.flow.write_paused

    def give_up(self) -> None:
        """End the connection, whatever waits to be read or written."""
        self.transport.abort()

    def shutdown(self) -> None:
        """End the connection when its request is answered, or else soon."""
        self._leaves_at = self.loop.time() + LEAVE_SECONDS
        self._start_timer()
        self._end_live()
        if long := self._long_body:
            long.end()
        super().shutdown()

    def _end_live(self) -> None:
        if self._live:
            self._live.end()
            self._live = None

    # ---- what the client sends

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived, and end the connection if it is too much for too little."""
        self._unfinished += len(data)
        if self._is_in_body and self.cycle.response_complete:
            self._discarded += len(data)
        else:
            self._pieces = self._discarded = 0
        if not self._is_in_body and (self.cycle is None or self.cycle.response_complete):
            self._deadline.expect(self.loop.time() + HEAD_SECONDS)
        self._parse(data)
        if self._unfinished > MAX_HEAD and not self.transport.is_closing():
            self.send_400_response("The request header is too large.")
        if self._discarded > MAX_DISCARDED:
            self.give_up()

    def _parse(self, data: bytes) -> None:
        """Parse as uvicorn does, but without its warning in the log for each invalid request."""
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():
                self.upgrade_in_turn()
        except httptools.HttpParserError as error:
            if isinstance(error.__context__, Flood):
                self.give_up()
            else:
                self.send_400_response("Invalid HTTP request received.")

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a head."""
        super().on_message_begin()
        self._deadline.expect(self.loop.time() + HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """Begin to wait for the body; note whether the request was written for a proxy (RFC 9112, absolute form)."""
        self._unfinished = 0
        self._is_in_body = True
        self._deadline.clear()
        self._deadline.expect(self.loop.time() + BODY_SECONDS)
        if not self.url.startswith(b"/"):
            self.scope["state"]["is_proxied"] = True
        super().on_headers_complete()
        if len(self.pipeline) > MAX_PIPELINED:
            raise Flood  # which ends the parser's work

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body; how large that may be is for `body` to say."""
        self._unfinished = 0
        self._pieces += 1
        if self._pieces > MAX_PIECES:
            raise Flood
        self._deadline.extend(len(body) / BODY_RATE)
        super().on_body(body)
        if self._long_body:
            self.flow.pause_reading()  # until its reader looks again: what comes meanwhile wakes nobody

    def on_message_complete(self) -> None:
        """Wait no longer."""
        self._unfinished = 0
        self._is_in_body = False
        self._deadline.clear()
        super().on_message_complete()

    # ---- what the client reads

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Write nothing to a connection that is already closing: uvloop raises then."""

        async def send(message: ASGISendEvent) -> None:
            cycle.disconnected = cycle.disconnected or self.transport.is_closing()
            if self._live:
                self._start_timer()  # it sends its end: from here on its client has as much time as any other
            await cycle.send(message)
            if message["type"] == "http.response.body" and message.get("more_body"):
                self._go_on(cycle)

        cycle.scope["state"][LIVE] = None
        super()._start_asgi_task(cycle, lambda scope, receive, _: app(scope, receive, send))

    def _go_on(self, cycle: RequestResponseCycle) -> None:
        """Have an answer go on by itself, if it does: it is told when the connection ends or is to end."""
        answer: LiveAnswer | None = cycle.scope["state"][LIVE]
        if answer is None or answer is self._live:
            return
        self._live = answer
        connections.settle(self)
        if cycle.disconnected or self._leaves_at is not None:
            answer.end()
        else:
            self._stop_timer()  # a thousand that listen would cost as much by their timers as by what they hear
            answer.begin(self)

    def write_piece(self, data: bytes) -> None:
        """Write a piece of a body in chunks; a client that does not read is dropped."""
        if self.transport.is_closing():
            return
        if self._stalls.is_stalled(self.loop.time(), self.transport.get_write_buffer_size()):
            self.give_up()
            return
        self.transport.write(b"%x\r\n%b\r\n" % (len(data), data))
        if is_too_slow(self.transport.get_write_buffer_size()):
            self.give_up()

    def on_response_complete(self) -> None:
        """Wait a moment for the rest of a body that nobody has read."""
        super().on_response_complete()
        if self._is_in_body and self.cycle.response_complete:
            self._deadline.shorten(self.loop.time() + LINGER_SECONDS)

    def resume_writing(self) -> None:
        """Note that the client reads."""
        self._stalls.has_resumed = True
        super().resume_writing()

    # ---- time

    def _check_client(self) -> None:
        """End the connection if its client has used up its time; called every `TICK` seconds."""
        now, waiting = self.loop.time(), self.transport.get_write_buffer_size()
        if self._is_in_body and self.flow.read_paused:
            self._deadline.extend(TICK)  # it is the server that does not read
        if self._long_body:
            self._deadline.clear()
        is_leaving = self._leaves_at is not None and now > self._leaves_at and self.is_waiting
        if self._stalls.is_stalled(now, waiting) or is_leaving or now > self._deadline.at:
            self.give_up()
        else:
            self._start_timer()

    @property
    def _long_body(self) -> LongBody | None:
        """The body that comes, if its reader says itself for how long."""
        if not self._is_in_body or self.cycle.response_complete:
            return None
        body: LongBody | None = self.cycle.scope["state"].get(LONG)
        return body

    def _start_timer(self) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(TICK, self._check_client)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _leave_alone(self) -> None:
        """Look after the connection no more."""
        connections.remove(self)
        self._stop_timer()
