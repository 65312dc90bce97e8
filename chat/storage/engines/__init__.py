"""The differences between SQLite and PostgreSQL: opening, transactions, locks."""

import re
from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")

FULL = "The server's disk is full. Please try again later."
READ_ONLY = "The server's database is read-only just now, so nothing can be stored. Please try again later."
BROKEN_DISK = "The server's disk has a problem. Please try again."
BUSY = "The server's database is busy. Please try again."
"""What people are told, whatever kind of database it is."""


class UnusableDatabaseError(Exception):
    """The database cannot be used; the text says why in one line."""


class Engine(Protocol):
    """A kind of database. All of its methods block; each thread keeps a connection of its own."""

    lanes: int
    """Threads that change the database beside the one whose changes are alone."""

    readers: int
    """Threads that read it."""

    patience: float | None
    """Seconds after which whoever asked is told that there is no answer; None where the database is in this process."""

    def open(self, url: str, *, migrates: bool) -> list[str]:
        """Make or migrate tables and name what was done; raises for a database that cannot be used or is not ours."""

    def read(self, query: Callable[[], T]) -> T:
        """Run a query, all of it on one snapshot."""

    def write(self, change: Callable[[], T]) -> T:
        """Run a change in a transaction, with no other `write` beside it in any process."""

    def write_concurrent(self, change: Callable[[], T]) -> T:
        """Run a change in a transaction beside others: it has to lock what it decides by."""

    def connect(self) -> None:
        """Give the calling thread its connection, or raise."""

    def check(self) -> None:
        """Raise `Unavailable` if the calling thread could store nothing."""

    def give_up(self) -> None:
        """Fail all that is under way on any thread."""


def without_secrets(url: str) -> str:
    """Return a database's address without user, password and options, fit for a line of complaint."""
    shown = re.sub(r"://.*@", "://…@", url, flags=re.DOTALL)
    return shown if shown.startswith("sqlite:") else shown.partition("?")[0]
