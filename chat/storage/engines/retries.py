"""Retries transactions after conflicts and lost connections."""

from collections.abc import Callable
from typing import TypeVar

import peewee
import psycopg

from chat.errors import Unavailable
from chat.storage.engines import BROKEN_DISK, BUSY, FULL, READ_ONLY
from chat.storage.engines.connection import NoAnswerError
from models import db

T = TypeVar("T")

ATTEMPTS = 5

CONFLICTS = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "23505",  # unique violation: on the retry, the command sees the other row and says what is taken
}
"""SQLSTATE codes of a transaction that was rolled back because of a concurrent one: a retry can succeed at once."""

TRANSIENT = ("08", "25P03", "53", "55P03", "57", "58")
"""Beginnings of SQLSTATE codes for transient errors, which the caller may retry later.

Connections; timeouts of transactions and locks; no room on disk, in memory or for connections; cancelled or shutting
down; system errors (postgresql.org/docs/current/errcodes-appendix.html).
"""

IS_READ_ONLY = "25006"

NOT_STORED = {"53100": FULL, "53200": BUSY, "58030": BROKEN_DISK, IS_READ_ONLY: READ_ONLY}
"""SQLSTATE codes that mean that no change can be stored, and the message for users."""


def run_with_retries(connect: Callable[[], None], mode: str, work: Callable[[], T]) -> T:
    """Run work in a transaction; raises `Unavailable` if it cannot be done now.

    Conflicts are retried. If the connection breaks before COMMIT was sent, nothing was stored, so the work is retried
    once on a new connection. If it breaks during COMMIT, the work may or may not be stored: only the caller can find
    out.
    """
    broken = 0
    for number in range(1, ATTEMPTS + 1):
        transaction = _Transaction(mode)
        try:
            connect()
            return transaction.run(work)
        except peewee.PeeweeException as error:
            if _is_lost():
                broken += 1
                db.close()
                if broken > 1 or transaction.is_at_commit or _is_unanswered(error):
                    raise _unavailable(error) from error
            elif _is_transient(error, mode):
                raise _unavailable(error) from error
            elif _state(error) not in CONFLICTS or number == ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


class _Transaction:
    def __init__(self, mode: str) -> None:
        self._mode = mode
        self.is_at_commit = False

    def run(self, work: Callable[[], T]) -> T:
        with db.atomic(self._mode):
            result = work()
            self.is_at_commit = not self._mode.endswith("READ ONLY")
        return result


def _is_lost() -> bool:
    return bool(db.is_closed() or db.connection().closed)


def _is_unanswered(error: peewee.PeeweeException) -> bool:
    """Return whether the server did not answer in time: it would hardly answer a retry."""
    return isinstance(getattr(error, "orig", None), psycopg.errors.ConnectionTimeout | NoAnswerError)


def _is_transient(error: peewee.PeeweeException, mode: str) -> bool:
    state = _state(error) or ""
    return state.startswith(TRANSIENT) or (state == IS_READ_ONLY and not mode.endswith("READ ONLY"))


def _unavailable(error: peewee.PeeweeException) -> Unavailable:
    message = NOT_STORED.get(_state(error) or "")
    return Unavailable(message, cannot_store=True) if message else Unavailable()


def _state(error: peewee.PeeweeException) -> str | None:
    """Return the SQLSTATE code of an error."""
    return getattr(getattr(error, "orig", None), "sqlstate", None)
