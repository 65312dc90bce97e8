"""Limits how fast one socket may send."""

import time
from collections.abc import Callable

RATE, BURST = 50.0, 300.0
"""Messages a second, and at once: a person at our pages causes about one a second, and a few dozen when catching up."""

SIZE = 4096
"""Characters; what is longer counts as several."""

PATIENCE = 10.0
"""Seconds that a socket may have been made to wait before it is taken for a flood."""


class SocketThrottle:
    """A bucket for one socket, which makes it wait rather than lose anything.

    To drop what comes too fast would still mean to read it all: a flood costs least where it is not read, and then it
    piles up at its sender.
    """

    __slots__ = ("_clock", "_full_at", "_waited")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at = 0.0
        self._waited = 0.0

    def delay_for(self, size: int) -> float:
        """Count a message and return how many seconds it has to be delayed."""
        now = self._clock()
        if self._full_at <= now:
            self._full_at = now
            self._waited = 0.0
        self._full_at += (1 + size // SIZE) / RATE
        wait = max(0.0, self._full_at - now - BURST / RATE)
        self._waited += wait
        return wait

    def lets_pass(self, size: int) -> bool:
        """Count a message and return True, unless it has to be delayed."""
        now = self._clock()
        has_room = max(self._full_at, now) + (1 + size // SIZE) / RATE <= now + BURST / RATE
        return has_room and not self.delay_for(size)

    @property
    def is_flooding(self) -> bool:
        """Whether the sender has been too fast for too long."""
        return self._waited > PATIENCE
