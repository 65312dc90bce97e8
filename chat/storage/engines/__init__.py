"""The differences between SQLite and PostgreSQL: opening, transactions, locks."""

import re
from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")

FULL = "The server's disk is full. Please try again later."
READ_ONLY = "The server's database is read-only at the moment. Please try again later."
BROKEN_DISK = "The server's disk has a problem. Please try again."
BUSY = "The server's database is busy. Please try again."
"""Messages for users, the same for both kinds of database."""


class UnusableDatabaseError(Exception):
    """The database cannot be used; the text says why in one line."""


class Engine(Protocol):
    """A kind of database. All methods block; each thread has its own connection."""

    lanes: int
    """Number of threads for concurrent writers, besides the one exclusive writer."""

    readers: int
    """Number of threads that read."""

    timeout: float | None
    """Seconds until a caller gets `Unavailable`; None for a database in this process."""

    def open(self, url: str, *, migrates: bool) -> list[str]:
        """Create or migrate tables and return what was done; raises if the database cannot be used or is not ours."""

    def read(self, query: Callable[[], T]) -> T:
        """Run a query, all of it on one snapshot."""

    def write(self, change: Callable[[], T]) -> T:
        """Run a change in a transaction while no other `write` runs in any process."""

    def write_concurrent(self, change: Callable[[], T]) -> T:
        """Run a change in a transaction concurrently with others: it has to lock the rows that it depends on."""

    def connect(self) -> None:
        """Connect the calling thread, or raise."""

    def check(self) -> None:
        """Raise `Unavailable` if the calling thread could not store anything."""

    def abort(self) -> None:
        """Make all running queries of all threads fail."""


def without_secrets(url: str) -> str:
    """Return a database's URL without user, password and options, for error messages."""
    shown = re.sub(r"://.*@", "://…@", url, flags=re.DOTALL)
    return shown if shown.startswith("sqlite:") else shown.partition("?")[0]
