"""Whose sessions live, remembered for open pages, so that not each of their events asks the database.

What ends a session or changes its account is heard on the bus, and forgets it in every process at once. While the bus
does not tell everything, the database is asked each time.
"""

import time
from collections.abc import Callable

from chat.accounts import SEEN_WITHIN_MS
from chat.accounts.events import OwnAccountChanged, SessionEnded
from chat.accounts.items import Identity
from chat.realtime.bus import EVERY_TOPIC, Unsubscribe, bus
from chat.realtime.events import BusStatusChanged, Event
from chat.web.auth import identify_again
from models import now_ms

REMEMBERED = 60.0
"""Seconds after which the database is asked all the same, as it may be changed by something other than a command."""

MOST = 20_000
"""Sessions remembered, about 500 bytes each."""


class KnownSessions:
    """Finds who somebody is now; remembers it only as long as it hears of what ends sessions."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[int, tuple[Identity, float]] = {}
        self._changes: int | None = None

    def start(self) -> Unsubscribe:
        """Hear the bus, and remember from now on; returns what ends both."""
        self._changes = 0
        unsubscribe = bus.subscribe(EVERY_TOPIC, self.hear)

        def stop() -> None:
            unsubscribe()
            self._changes = None
            self._known.clear()

        return stop

    async def find(self, identity: Identity) -> Identity:
        """Return somebody as they are now, and note now and then that they were seen; raises `NotSignedIn`."""
        known, since = self._known.get(identity.session_id, (None, 0.0))
        if known and self._is_current(known, since):
            return known
        changes, since = self._changes, self._clock()
        found = await identify_again(identity)
        if changes is not None and changes == self._changes:  # else it may have ended since it was looked up
            self._known.pop(found.session_id, None)
            self._known[found.session_id] = (found, since)
            if len(self._known) > MOST:
                del self._known[next(iter(self._known))]
        return found

    def hear(self, event: Event) -> None:
        """Forget sessions that have ended, or whose account has changed; all of them, where something was missed."""
        if isinstance(event, SessionEnded):
            self._forget([event.session_id])
        elif isinstance(event, OwnAccountChanged):
            self._forget([id_ for id_, (known, _) in self._known.items() if known.user.id == event.user.id])
        elif isinstance(event, BusStatusChanged):
            self._forget(list(self._known))

    def _is_current(self, known: Identity, since: float) -> bool:
        now = now_ms()
        is_told = not (bus.is_degraded or bus.misses_some) and self._clock() - since < REMEMBERED
        return is_told and now < known.ends_at and now - known.seen_at < SEEN_WITHIN_MS

    def _forget(self, session_ids: list[int]) -> None:
        self._changes = None if self._changes is None else self._changes + 1
        for session_id in session_ids:
            self._known.pop(session_id, None)


known_sessions = KnownSessions()
