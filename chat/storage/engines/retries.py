"""Retries transactions after conflicts and lost connections."""

from collections.abc import Callable
from typing import TypeVar

import peewee
import psycopg

from chat.errors import Unavailable
from chat.storage.engines import BROKEN_DISK, BUSY, FULL, READ_ONLY
from chat.storage.engines.connection import SilentError
from models import db

T = TypeVar("T")

ATTEMPTS = 5

CONFLICTS = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "23505",  # somebody has just taken what is unique: at the next look it is there, and has a name
}
"""What the server answers when it has undone a transaction because of another one, which is through now."""

PASSING = ("08", "25P03", "53", "55P03", "57", "58")
"""Beginnings of what the server answers when it cannot do now what it can do later.

Connections; a transaction or a lock that took too long; no room on disk, in memory or for connections; cancelled or
shutting down; errors of its system (postgresql.org/docs/current/errcodes-appendix.html).
"""

IS_READ_ONLY = "25006"

NOT_STORED = {"53100": FULL, "53200": BUSY, "58030": BROKEN_DISK, IS_READ_ONLY: READ_ONLY}
"""What keeps all changes from being stored, and what people are told."""


def run_with_retries(connect: Callable[[], None], mode: str, work: Callable[[], T]) -> T:
    """Run work in a transaction, with retries where that is safe; raises `Unavailable` otherwise.

    A transaction that was cut off before its commit was sent is undone for certain, so it runs again, once, on a
    fresh connection. One that was cut off at its commit may or may not be stored, which only whoever asked for it
    can find out.
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
                if broken > 1 or transaction.is_at_commit or _is_silent(error):
                    raise _unavailable(error) from error
            elif _is_passing(error, mode):
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


def _is_silent(error: peewee.PeeweeException) -> bool:
    """Tell whether the server did not answer in time: it will not do so at once either."""
    return isinstance(getattr(error, "orig", None), psycopg.errors.ConnectionTimeout | SilentError)


def _is_passing(error: peewee.PeeweeException, mode: str) -> bool:
    state = _state(error) or ""
    return state.startswith(PASSING) or (state == IS_READ_ONLY and not mode.endswith("READ ONLY"))


def _unavailable(error: peewee.PeeweeException) -> Unavailable:
    message = NOT_STORED.get(_state(error) or "")
    return Unavailable(message, cannot_store=True) if message else Unavailable()


def _state(error: peewee.PeeweeException) -> str | None:
    """Return the server's own word for what went wrong."""
    return getattr(getattr(error, "orig", None), "sqlstate", None)
