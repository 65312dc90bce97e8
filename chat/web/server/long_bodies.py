"""Bodies that come line by line, for as long as somebody has something to say.

The server's protocol does not mind how slowly. They end by silence, by their size, and when the server stops.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.types import Receive, Scope

from chat.errors import ChatError, Invalid, TooLarge, TooSlow, Unavailable
from chat.web.server.body_limit import MAX_BODY_BYTES

LONG = "long_body"
"""Where the state of a request has its body, for the protocol that receives it."""

SILENCE = 60.0
"""Seconds without a line."""

PAUSE = 0.1
"""Seconds from one look at what has come to the next: as fast as pages draw it."""

MAX_BYTES = 256 * 1024
"""Of a body: a message of 4,000 characters takes as much if each has a line of its own."""


class LongBody:
    """The lines of a body, of which there may be some at once, while they come."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._silent_at = asyncio.get_running_loop().time() + SILENCE
        self._waiting: asyncio.Timeout | None = None
        self._is_ending = False
        scope.setdefault("state", {})[LONG] = self

    def end(self) -> None:
        """Read no more: the server is about to stop."""
        self._is_ending = True
        if self._waiting:
            with suppress(RuntimeError):  # the silence is just too long, and ends it as well
                self._waiting.reschedule(0)

    async def __aiter__(self) -> AsyncIterator[list[bytearray]]:
        """Go through what comes, without empty lines.

        Raises `TooSlow`, `TooLarge`, `Unavailable` if the server stops, and `Invalid` if the connection ends.
        """
        rest, size, is_more = bytearray(), 0, True
        while is_more:
            piece, is_more = await self._next()
            size += len(piece)
            rest += piece
            if b"\n" in piece or not is_more:
                *lines, rest = rest.split(b"\n")
                if said := list(filter(bytearray.strip, lines if is_more else [*lines, rest])):
                    self._silent_at = asyncio.get_running_loop().time() + SILENCE
                    yield said
            if size > MAX_BYTES or len(rest) > MAX_BODY_BYTES:
                raise TooLarge("Too much has come: end the request, and go on in another one.")
            if is_more:
                await asyncio.sleep(PAUSE)

    async def _next(self) -> tuple[bytes, bool]:
        """Wait for the next piece; return it, and whether there is more."""
        try:
            async with asyncio.timeout_at(0 if self._is_ending else self._silent_at) as self._waiting:
                message = await self._receive()
        except TimeoutError as error:
            raise self._why_it_ends() from error
        finally:
            self._waiting = None
        if message["type"] == "http.disconnect":  # nobody receives the answer, and it is no error of ours
            raise Invalid("The body is incomplete.")
        return message.get("body", b""), message.get("more_body", False)

    def _why_it_ends(self) -> ChatError:
        if self._is_ending:
            return Unavailable("The server is stopping: go on in another request.")
        return TooSlow(f"Nothing has come for {SILENCE:.0f} seconds.")
