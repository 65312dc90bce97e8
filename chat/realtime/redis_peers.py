"""Notices other processes that went silent without a goodbye: cut off from Redis, or dead, which looks the same."""

import time
from collections.abc import Callable

DELAYED_FOR = 60.0
"""Seconds for which pages say that updates through a silent process are delayed; after that it is probably dead."""

WATCHED_FOR = 300.0
"""Seconds for which pages ask the database more often for what a silent process may have stored."""


class Peers:
    """When each process sent its last heartbeat."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heartbeats: dict[str, float] = {}

    def record(self, name: str) -> None:
        """Record a heartbeat."""
        self._heartbeats[name] = self._clock()

    def forget(self, name: str) -> None:
        """Forget a process that said goodbye."""
        self._heartbeats.pop(name, None)

    def restart_timeouts(self) -> None:
        """Start all timeouts again, after a time in which nothing could be received."""
        self._heartbeats = dict.fromkeys(self._heartbeats, self._clock())

    def silence(self, timeout: float) -> tuple[bool, bool]:
        """Return whether pages should say that updates are late, and whether they should ask the database more often.

        Silence is measured up to the newest heartbeat of any process: one that receives nothing can tell nothing.

        Args:
            timeout: seconds without a heartbeat after which a process counts as silent
        """
        newest = max(self._heartbeats.values(), default=0.0)
        self._heartbeats = {name: at for name, at in self._heartbeats.items() if newest - at < WATCHED_FOR}
        silent = [newest - at for at in self._heartbeats.values() if newest - at > timeout]
        return any(seconds < DELAYED_FOR for seconds in silent), bool(silent)
