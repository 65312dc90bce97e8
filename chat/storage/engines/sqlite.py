"""SQLite: one writer thread, a few readers, everything in one file."""

import sqlite3
from collections.abc import Callable, Iterable
from typing import TypeVar

import peewee
from playhouse import db_url

from chat.errors import Unavailable
from chat.storage import schema
from chat.storage.engines import BROKEN_DISK, BUSY, FULL, READ_ONLY
from models import db

T = TypeVar("T")

TRANSIENT = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: BROKEN_DISK,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
}
"""Transient SQLite error codes and their user messages."""

APPLICATION_ID = 0x53436861
"""SQLite's `application_id` of our files ("SCha"); other programs' databases have another one."""

PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1}
"""What is deleted is overwritten, so that the file has nothing of it."""


class Sqlite:
    """A database file, or one in memory.

    One writer: several, which wait for the disk at every commit, stored a fifth as many changes a second.
    """

    lanes, readers = 0, 3
    timeout: float | None = None

    def open(self, url: str, *, migrates: bool) -> list[str]:
        """Create or migrate the tables; raises for a file that is damaged, another program's or not writable."""
        db.initialize(db_url.connect(url))
        with db.connection_context():
            _claim()  # before the pragmas, which write: another program's file stays as it is
        db.initialize(db_url.connect(url, pragmas=PRAGMAS, lock_type="IMMEDIATE"))
        with db.connection_context():
            return schema.prepare(db.obj, migrates=migrates)

    def read(self, query: Callable[[], T]) -> T:
        """Run a query on one snapshot."""
        try:
            with db.atomic("DEFERRED"):
                return query()
        except peewee.OperationalError as error:
            raise _translated(error) from error

    def write(self, change: Callable[[], T]) -> T:
        """Run a change in a transaction, which locks the file against all other writers."""
        try:
            with db.atomic("IMMEDIATE"):
                return change()
        except peewee.OperationalError as error:
            raise _translated(error) from error

    write_concurrent = write

    def write_together(self, changes: Iterable[Callable[[], T]]) -> list[T | Exception]:
        """Run changes one after the other in one transaction, and return what each has returned or raised.

        What one that fails has done is undone. Raises `Unavailable` if nothing of all of them could be stored.
        """
        return self.write(lambda: [_attempt(change) for change in changes])

    def connect(self) -> None:
        """Do nothing: a file can be opened at any time."""

    def check(self) -> None:
        """Do nothing: whether a file can be written to shows at the next change."""

    def abort(self) -> None:
        """Do nothing: a file does not keep callers waiting."""


def _attempt(change: Callable[[], T]) -> T | Exception:
    """Run one of several changes in a transaction; raises if SQLite has undone all of them, as on a full disk."""
    connection: sqlite3.Connection = db.connection()
    connection.execute("SAVEPOINT change")
    try:
        result: T | Exception = change()
    except Exception as error:
        if not connection.in_transaction:
            raise
        connection.execute("ROLLBACK TO change")
        result = _translated(error)
    connection.execute("RELEASE change")
    return result


def _translated(error: Exception) -> Exception:
    """Return `Unavailable` for a transient error (full disk, read-only, busy), and any other error as it is.

    SQLite has already rolled back by then, so peewee's own rollback fails with a second error: the first one counts.
    """
    cause: BaseException | None = error
    while cause:
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the primary code; the upper bits are the extended one
        if code in TRANSIENT:
            return Unavailable(TRANSIENT[code], cannot_store=code != sqlite3.SQLITE_BUSY)
        cause = cause.__context__
    return error


def _claim() -> None:
    """Mark an empty database as ours, and refuse one that belongs to another program."""
    application_id = db.execute_sql("PRAGMA application_id").fetchone()[0]
    if application_id == APPLICATION_ID:
        return
    if db.get_tables():
        raise ValueError("it belongs to another program")
    db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
