"""Work on a server that may go away in the middle: what is done again, and what is told instead."""

from collections.abc import Callable
from typing import TypeVar

import peewee

from chat.errors import Unavailable
from models import db

T = TypeVar("T")

ATTEMPTS = 5

CONFLICTS = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "23505",  # somebody has just taken what is unique: at the next look it is there, and has a name
}
"""What the server answers when it has undone a transaction because of another one, which is through now."""

BUSY = {
    "53300",  # too many connections
    "55P03",  # a lock was not to be had in time
    "57014",  # it took longer than the server allows
    "57P03",  # it is starting up, or shutting down
}
"""What the server answers when it cannot do now what it can do later."""


def attempt(connect: Callable[[], None], mode: str, work: Callable[[], T]) -> T:
    """Run work in a transaction, again where that is known to be safe; raises `Unavailable` where it is of no use.

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
                if broken > 1 or transaction.is_at_commit:
                    raise Unavailable from error
            elif _state(error) in BUSY:
                raise Unavailable from error
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


def _state(error: peewee.PeeweeException) -> str | None:
    """Return the server's own word for what went wrong."""
    return getattr(getattr(error, "orig", None), "sqlstate", None)
