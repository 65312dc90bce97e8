"""Doors that let a few through at a time where thousands come at once, such as after a cut, or go.

The event loop does in turns whatever is ready: what thousands want of it at once, those who are there would wait for,
at each step of each of their messages. Nobody is refused; who comes first is let in first.
"""

import asyncio
from collections import deque


class Door:
    """Lets so many be inside at a time, and all others wait in line: `async with door`."""

    def __init__(self, width: int, pause: float) -> None:
        """Let in so many at a time; the place of one who has left is free after so many seconds.

        Without the pause, those who never have to wait inside would all be done in one turn of the event loop.
        """
        self._free, self._pause = width, pause
        self._line: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        """Wait in line."""
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was let in just before
                self._let_in_next()
            raise

    async def __aexit__(self, *_: object) -> None:
        """Let the next one in after a pause."""
        asyncio.get_running_loop().call_later(self._pause, self._let_in_next)

    def _let_in_next(self) -> None:
        while self._line:
            turn = self._line.popleft()
            if not turn.done():  # else it has gone
                turn.set_result(None)
                return
        self._free += 1


CONNECTING = Door(8, 0.01)
"""For requests that become sockets: 800 a second at most, as a browser gives up after eight seconds."""

COMING_BACK = Door(8, 0.02)
"""For sockets of known pages, which then ask for all that they have missed."""

LEAVING = Door(16, 0.005)
"""For lost sockets: to end what was theirs."""
