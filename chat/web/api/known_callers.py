"""Who sends which token, remembered for some seconds, so that not each request asks the database.

What ends a token is heard on the bus, and forgets it in every process at once. Where nothing is heard, as when Redis
has failed or a backup was put back, a token that has ended is good for as long as it is remembered, and no longer.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from chat import accounts
from chat.accounts import hash_token
from chat.accounts.events import OwnAccountChanged, SessionEnded, TokensEnded
from chat.accounts.items import Caller
from chat.realtime.bus import EVERY_TOPIC, Unsubscribe, bus
from chat.realtime.events import Event
from chat.storage.database import database
from models import now_ms

REMEMBERED, DEGRADED = 5.0, 0.5
"""Seconds; the latter while events of other processes may be delayed."""

MOST = 5_000
"""Tokens remembered, about 500 bytes each."""


class Callers:
    """Finds the user of a token; remembers them only as long as it hears of what ends tokens."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[str, tuple[Caller, float]] = OrderedDict()
        self._endings: int | None = None

    def start(self) -> Unsubscribe:
        """Hear the bus, and remember from now on; returns what ends both."""
        self._endings = 0
        unsubscribe = bus.subscribe(EVERY_TOPIC, self.hear)

        def stop() -> None:
            unsubscribe()
            self._endings = None
            self._known.clear()

        return stop

    def known(self, token: str) -> Caller | None:
        """Return the user of a token that is remembered and good."""
        caller, since = self._known.get(hash_token(token), (None, 0.0))
        if caller is None or self._clock() - since >= (DEGRADED if bus.is_degraded else REMEMBERED):
            return None
        return caller if caller.ends_at is None or caller.ends_at > now_ms() else None

    async def find(self, token: str) -> Caller | None:
        """Return the user of a token, and note now and then that it was used; None if it is not good."""
        if caller := self.known(token):
            return caller
        token_hash = hash_token(token)
        endings, since = self._endings, self._clock()
        caller = await database.read(accounts.api_user, token_hash)
        if caller is None:
            self._known.pop(token_hash, None)
            return None
        if endings is not None and endings == self._endings:  # else it may have ended since it was looked up
            self._remember(token_hash, caller, since)
        await accounts.touch_api_token(token)
        return caller

    def hear(self, event: Event) -> None:
        """Forget tokens of whom something has changed or ended for."""
        if isinstance(event, OwnAccountChanged):
            self._forget(event.user.id)
        elif isinstance(event, TokensEnded | SessionEnded):
            self._forget(event.user_id)

    def _remember(self, token_hash: str, caller: Caller, since: float) -> None:
        self._known[token_hash] = (caller, since)
        self._known.move_to_end(token_hash)
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def _forget(self, user_id: int) -> None:
        self._endings = None if self._endings is None else self._endings + 1
        for token_hash in [key for key, (caller, _) in self._known.items() if caller.id == user_id]:
            del self._known[token_hash]


callers = Callers()
