"""Which processes have gone silent without saying goodbye: cut off from Redis, or dead; nobody can tell which."""

import time
from collections.abc import Callable

DELAYED_FOR = 60.0
"""Seconds for which people are told that what comes through a silent process is delayed: then it is probably dead."""

WATCHED_FOR = 300.0
"""Seconds for which the database is asked more often for what a silent process may have stored."""


class Peers:
    """When each process was last heard."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard_at: dict[str, float] = {}

    def hear(self, name: str) -> None:
        """Note a sign of life."""
        self._heard_at[name] = self._clock()

    def forget(self, name: str) -> None:
        """Wait no more for a process that said goodbye."""
        self._heard_at.pop(name, None)

    def wait_anew(self) -> None:
        """Wait for all from now on: none could be heard."""
        self._heard_at = dict.fromkeys(self._heard_at, self._clock())

    def silence(self, patience: float) -> tuple[bool, bool]:
        """Tell whether people are to know of a silent process, and whether the database is to be asked more often.

        Silence is measured up to the newest sign of any process: a process that could hear nobody knows nothing.

        Args:
            patience: seconds of silence that mean nothing
        """
        newest = max(self._heard_at.values(), default=0.0)
        self._heard_at = {name: at for name, at in self._heard_at.items() if newest - at < WATCHED_FOR}
        silent = [newest - at for at in self._heard_at.values() if newest - at > patience]
        return any(seconds < DELAYED_FOR for seconds in silent), bool(silent)
