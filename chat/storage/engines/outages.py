"""Keeps track of database outages: logs each once, and remembers them for `/healthz`."""

import logging
from math import inf
from time import monotonic

from chat.errors import Unavailable

log = logging.getLogger(__name__)

REPEAT = 60.0
"""Seconds until the same outage is logged again."""

MEMORY = 10.0
"""Seconds for which a change that could not be stored makes the database count as not writable."""


READ, CHANGE, CHECK = "reading", "changing", "checking"
"""Kinds of work; a check tests whether something could be changed, and changes nothing."""


class Outages:
    """The kinds of work that fail at the moment."""

    def __init__(self) -> None:
        self._failing: set[str] = set()
        self._not_stored_at = -inf
        self._logged, self._logged_at, self._is_logged = "", -REPEAT, False

    def record_failure(self, kind: str, error: Unavailable) -> None:
        """Note that some work failed, and log why unless it was logged lately."""
        reason = reason_of(error)
        kind_of_reason = reason.rpartition(" ")[2] if reason.endswith("]") else reason  # names of files vary
        is_new = not self._failing and kind_of_reason != self._logged
        self._failing.add(READ if kind == READ else CHANGE)
        if error.cannot_store and kind != CHECK:
            self._not_stored_at = monotonic()
        if is_new or monotonic() - self._logged_at >= REPEAT:
            self._logged, self._logged_at, self._is_logged = kind_of_reason, monotonic(), True
            log.warning("the database cannot be used for %s: %s", kind, reason)
        error.is_logged = True

    def record_success(self, kind: str) -> None:
        """Note that work of a kind succeeded."""
        if kind == CHANGE:
            self._not_stored_at = -inf
        if not self._failing:
            return
        self._failing.discard(READ if kind == READ else CHANGE)
        if not self._failing and self._is_logged:
            self._is_logged = False
            log.warning("the database can be used again")

    @property
    def cannot_store(self) -> bool:
        """Whether a change has just failed for a reason such as a full disk, and none has succeeded since."""
        return monotonic() - self._not_stored_at < MEMORY


def reason_of(error: BaseException) -> str:
    """Return the server's error message in one line, without the statement that it quotes."""
    cause = error.__cause__ if isinstance(error, Unavailable) and error.__cause__ else error
    original = getattr(cause, "orig", None)
    state = getattr(original, "sqlstate", None)
    text = getattr(getattr(original, "diag", None), "message_primary", None) or str(cause) or type(cause).__name__
    return " ".join(text.split()) + (f" [{state}]" if state else "")
