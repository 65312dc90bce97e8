"""The one bridge from the event loop to the database's threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from threading import Barrier
from typing import ParamSpec, TypeVar

import peewee
from playhouse import db_url

from chat import schema
from models import db

P = ParamSpec("P")
T = TypeVar("T")

READERS = 3
APPLICATION_ID = 0x53436861
"""SQLite's `application_id` of our files ("SCha"), by which a foreign database is told apart."""

PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "busy_timeout": 5000}


class UnusableDatabaseError(Exception):
    """The database cannot be used; the text says why in one line."""


class Database:
    """One writer thread and a few reader threads, each with a connection that it keeps.

    One writer, because several that wait for the disk at every commit got a fifth of the work done.
    """

    def __init__(self) -> None:
        self._writer: ThreadPoolExecutor | None = None
        self._readers: ThreadPoolExecutor | None = None
        self.watch: Callable[[str], AbstractContextManager[object]] = nullcontext
        """Measures each read and write; put here by whoever wants to know."""

    def open(self, url: str, *, migrates: bool = True) -> list[str]:
        """Open a database by its address and make or migrate its tables; name what was done to them.

        Raises `UnusableDatabaseError` for a file that is damaged, not ours or not writable.
        """
        if not url.startswith("sqlite:"):
            raise UnusableDatabaseError("only sqlite:///… databases are supported so far")
        try:
            db.initialize(db_url.connect(url))
            with db.connection_context():
                _claim()  # before the pragmas, which write: another program's file stays as it is
            db.initialize(db_url.connect(url, pragmas=PRAGMAS, lock_type="IMMEDIATE"))
            with db.connection_context():
                done = schema.prepare(db.obj, migrates=migrates)
        except (peewee.PeeweeException, schema.NewerSchemaError, schema.PendingMigrationsError, ValueError) as error:
            raise UnusableDatabaseError(f"cannot use the database {url!r}: {error}") from error
        self._writer = ThreadPoolExecutor(1, "database-writer", _keep_connection)
        self._readers = ThreadPoolExecutor(READERS, "database-reader", _keep_connection)
        return done

    async def read(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on a reader thread, all of it on one snapshot of the data."""
        with self.watch("read"):
            return await self._run(self._readers, "DEFERRED", partial(query, *args, **kwargs))

    async def write(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a change on the writer thread in one transaction; when this returns, it is on disk."""
        with self.watch("write"):
            return await self._run(self._writer, "IMMEDIATE", partial(change, *args, **kwargs))

    def close(self) -> None:
        """Finish what has been accepted, then close each thread's connection and let the threads go."""
        for executor, threads in ((self._writer, 1), (self._readers, READERS)):
            if executor:
                met = Barrier(threads)  # so that each thread gets one of these
                for _ in range(threads):
                    executor.submit(_close_connection, met)
                executor.shutdown(wait=True)
        self._writer = self._readers = None

    async def _run(self, executor: ThreadPoolExecutor | None, lock: str, function: Callable[[], T]) -> T:
        if executor is None:
            raise RuntimeError("the database is not open: call database.open(url) first")
        return await asyncio.get_running_loop().run_in_executor(executor, _in_transaction, lock, function)


def _claim() -> None:
    """Mark an empty database as ours, and refuse one that belongs to another program."""
    application_id = db.execute_sql("PRAGMA application_id").fetchone()[0]
    if application_id == APPLICATION_ID:
        return
    if db.get_tables():
        raise ValueError("it belongs to another program")
    db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _keep_connection() -> None:
    db.connect(reuse_if_open=True)


def _close_connection(met: Barrier) -> None:
    met.wait()
    db.close()


def _in_transaction(lock: str, function: Callable[[], T]) -> T:
    with db.atomic(lock):
        return function()


database = Database()
