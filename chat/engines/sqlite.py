"""SQLite: one writer thread, a few readers, everything in one file."""

from collections.abc import Callable
from typing import TypeVar

from playhouse import db_url

from chat import schema
from models import db

T = TypeVar("T")

APPLICATION_ID = 0x53436861
"""SQLite's `application_id` of our files ("SCha"), by which a foreign database is told apart."""

PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "busy_timeout": 5000}


class Sqlite:
    """A file, or memory.

    One writer, because several that wait for the disk at every commit got a fifth of the work done.
    """

    lanes, readers = 0, 3

    def open(self, url: str) -> None:
        """Make the tables that are missing; raises for a file that is damaged, not ours or not writable."""
        db.initialize(db_url.connect(url))
        with db.connection_context():
            _claim()  # before the pragmas, which write: another program's file stays as it is
        db.initialize(db_url.connect(url, pragmas=PRAGMAS, lock_type="IMMEDIATE"))
        with db.connection_context():
            schema.prepare(db.obj)

    def read(self, query: Callable[[], T]) -> T:
        """Run a query, all of it on one snapshot."""
        with db.atomic("DEFERRED"):
            return query()

    def write(self, change: Callable[[], T]) -> T:
        """Run a change in a transaction; the file's lock keeps all others out."""
        with db.atomic("IMMEDIATE"):
            return change()

    write_beside = write


def _claim() -> None:
    """Mark an empty database as ours, and refuse one that belongs to another program."""
    application_id = db.execute_sql("PRAGMA application_id").fetchone()[0]
    if application_id == APPLICATION_ID:
        return
    if db.get_tables():
        raise ValueError("it belongs to another program")
    db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
