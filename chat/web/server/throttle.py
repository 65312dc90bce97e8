"""Rate limits: a token bucket for each key, in memory or shared through Redis."""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import ClassVar

from chat.counters import counts
from chat.errors import TooMany

MAX_KEYS = 20_000
"""Keys remembered by one throttle, about 150 bytes each; past that the one that was quiet for longest is forgotten."""

MAX_KEY_LENGTH = 200
"""Characters of a key that is kept as it is; of a longer one, such as an account of megabytes, it is a digest."""

ROUNDING = 1e-9
"""Seconds by which sums of times may be off."""


Charge = Callable[[str, float, float], Awaitable[float | None]]
"""Charges a key in a store of all processes and returns the seconds to wait, or None: the store does not answer.

A negative charge is one given back."""


class Throttle:
    """Lets each key act `burst` times at once, and `rate` times a second in the long run.

    All that is kept of a key is one number: the time at which its bucket will be full again.
    """

    shared: ClassVar[Charge | None] = None
    """The store that several processes share; without one, each process counts alone."""

    def __init__(
        self,
        name: str,
        *,
        rate: float,
        burst: int,
        max_keys: int = MAX_KEYS,
        is_shared: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.seconds_each = 1 / rate
        self._depth = burst / rate
        self._max_keys = max_keys
        self._is_shared = is_shared
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    async def acquire(self, key: str, cost: float = 1.0) -> None:
        """Take a token of the key, or raise `TooMany`; a refused attempt costs nothing."""
        wait = await self._charge(key, cost)
        if wait > ROUNDING:
            counts.throttled[self.name] += 1
            raise too_many(wait)

    async def wait(self, key: str, cost: float = 1.0) -> None:
        """Let a key act once more as soon as it may, counted in this process alone.

        For callers that have a key's requests wait for each other, and bound how many do.
        """
        key = _short(key)
        if (wait := self._charge_here(key, cost)) > ROUNDING:
            await asyncio.sleep(wait)
            self._charge_here(key, cost)

    async def refund(self, key: str, cost: float = 1.0) -> None:
        """Undo an `acquire`: what was done does not count after all."""
        await self._charge(key, -cost)

    async def _charge(self, key: str, cost: float) -> float:
        key = _short(key)
        wait = None
        if Throttle.shared and self._is_shared:
            wait = await Throttle.shared(f"{self.name}:{key}", cost * self.seconds_each, self._depth)
        return self._charge_here(key, cost) if wait is None else wait

    def _charge_here(self, key: str, cost: float) -> float:
        now = self._clock()
        full_at = max(self._full_at.get(key, now), now) + cost * self.seconds_each
        wait = full_at - now - self._depth
        if wait <= ROUNDING:
            self._full_at[key] = full_at
        if key in self._full_at:
            self._full_at.move_to_end(key)
        if len(self._full_at) > self._max_keys:
            self._full_at.popitem(last=False)
        return wait

    def forget(self) -> None:
        """Begin anew with everybody."""
        self._full_at.clear()

    def __len__(self) -> int:
        """Count the keys remembered."""
        return len(self._full_at)


def _short(key: str) -> str:
    if len(key) <= MAX_KEY_LENGTH:
        return key
    return blake2b(key.encode(errors="surrogatepass"), digest_size=32).hexdigest()


def too_many(wait: float) -> TooMany:
    """Return the error with the seconds to wait, rounded up."""
    seconds = max(1, math.ceil(wait))
    return TooMany(f"Try again in {seconds} second{'s' if seconds > 1 else ''}.", seconds)
