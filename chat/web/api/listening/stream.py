"""The answer to a program that listens: an event stream that begins with what it has missed."""

from collections.abc import Sequence

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from chat.web.api.listening import words
from chat.web.api.listening.desk import Desk
from chat.web.api.listening.listener import Listener
from chat.web.server.live_answers import is_live, take_over

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""No cache keeps the stream, and nginx hands it on at once."""


class EventStream(Response):
    """An event stream, which ends when its listener does.

    Where it cannot go on by itself, as for who wants a head only, it ends once it has caught up.
    """

    media_type = "text/event-stream"

    def __init__(self, desk: Desk, listener: Listener, missed: Sequence[bytes]) -> None:
        super().__init__(None, headers=HEADERS)
        del self.headers["content-length"]
        self._desk, self._listener = desk, listener
        id_, known = listener.begun  # what was told since is sent behind it
        first, *others = [*missed, words.id_line(id_) + words.ready(known)]
        *self._missed, self._ready = [words.RETRY + first, *others]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 (ASGI's)
        """Send what was missed, each parcel when the one before it is read, and the rest until the listener ends.

        So however much was missed, it is nothing that waits for a client that reads; what happens meanwhile does.
        """
        goes_on = is_live(scope)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            for parcel in self._missed:
                if not self._listener.ended.is_set():
                    await send({"type": "http.response.body", "body": parcel, "more_body": True})
            if goes_on:
                take_over(scope, self._listener)
            if not self._listener.ended.is_set():
                await send({"type": "http.response.body", "body": self._ready, "more_body": True})
            if goes_on:
                await self._listener.ended.wait()
        finally:
            self._desk.leave(self._listener)
        await send({"type": "http.response.body", "body": b""})
