"""What is done again and again, beside everything else, for as long as the program runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from chat.errors import Unavailable

log = logging.getLogger(__name__)


class Steps:
    """Takes a step, pauses, and takes the next one, whatever became of it.

    Args:
        step: what is done
        pause: seconds between two
        name: what they do, in words, such as "send notifications"
    """

    def __init__(self, step: Callable[[], Awaitable[None]], pause: float, name: str) -> None:
        self._step, self._pause, self._name = step, pause, name
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        self._running = asyncio.create_task(self._run(), name=self._name)

    async def stop(self) -> None:
        """End, also in the midst of a step."""
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._step()
            except Unavailable:
                pass  # the database is away, which is said elsewhere
            except Exception:
                log.exception("cannot %s", self._name)
            await asyncio.sleep(self._pause)
