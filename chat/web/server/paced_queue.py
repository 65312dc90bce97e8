"""Costly reads, one at a time for each account and at the pace of a throttle, so that those of others come between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from chat.counters import counts
from chat.web.server.throttle import Throttle, too_many

MOST_WAITING = 400
"""Requests of one key that may wait: somebody with very many tabs comes back after a cut."""


@dataclass(slots=True)
class _Line:
    """The requests of one key."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class PacedQueue:
    """Has requests of the same key wait for each other instead of refusing them.

    A refusal would have to be shown, and whoever scrolls fast would see it; a wait of a fifth of a second is only felt
    by who asks without pause. Each process counts for itself, since it is its own work that is protected.
    """

    def __init__(self, throttle: Throttle) -> None:
        self._throttle = throttle
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, key: str, cost: float = 1.0) -> AsyncIterator[None]:
        """Wait until the key may act once more, and keep its other requests waiting meanwhile; raises as `queue` does.

        Args:
            key: who acts
            cost: how much this is of what the throttle counts
        """
        async with self.queue(key):
            await self.pace(key, cost)
            yield

    @asynccontextmanager
    async def queue(self, key: str) -> AsyncIterator[None]:
        """Wait for the key's requests before this one; raises `TooMany` where too many wait already."""
        line = self._lines.setdefault(key, _Line())
        if line.length >= MOST_WAITING:
            counts.throttled[self._throttle.name] += 1
            raise too_many(MOST_WAITING * self._throttle.seconds_each)
        line.length += 1
        try:
            async with line.lock:
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[key]

    async def pace(self, key: str, cost: float = 1.0) -> None:
        """Wait until the throttle lets the key act, for who is at the head of the queue."""
        await self._throttle.wait(key, cost)
