"""The one bridge from the event loop to the database's threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier
from typing import ParamSpec, TypeVar

import peewee

from chat import schema
from chat.engines import Engine, UnusableDatabaseError, without_secrets
from chat.engines.postgres import Postgres
from chat.engines.sqlite import Sqlite
from models import db

P = ParamSpec("P")
T = TypeVar("T")

__all__ = ["Database", "UnusableDatabaseError", "database"]


class Database:
    """A few writer threads and a few reader threads, each with a connection that it keeps."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._writers: ThreadPoolExecutor | None = None
        self._readers: ThreadPoolExecutor | None = None

    def open(self, url: str) -> None:
        """Open a database by its address, creating the tables that are missing.

        Raises `UnusableDatabaseError` for one that is not there, damaged, not ours or not writable.
        """
        engine: Engine = Sqlite() if url.startswith("sqlite:") else Postgres()
        try:
            engine.open(url)
        except (peewee.PeeweeException, schema.NewerSchemaError, ValueError) as error:
            reason = " ".join(_reason(error).split())
            raise UnusableDatabaseError(f"cannot use the database {without_secrets(url)!r}: {reason}") from error
        self._engine, connect = engine, partial(_connect, engine)
        self._writers = ThreadPoolExecutor(engine.writers, "database-writer", connect)
        self._readers = ThreadPoolExecutor(engine.readers, "database-reader", connect)

    async def read(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on a reader thread, all of it on one snapshot of the data."""
        return await _run(self._readers, self._opened.read, partial(query, *args, **kwargs))

    async def write(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a change on a writer thread in one transaction; when this returns, it is on disk.

        No other such change runs at the same time, in any process: what it looks at before it decides stays so.
        It may be run again where the database undid it, so it must do nothing but change rows.
        """
        return await _run(self._writers, self._opened.write, partial(change, *args, **kwargs))

    async def write_beside(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `write` for a change that is made often and locks each row that it decides by (`models.held`)."""
        return await _run(self._writers, self._opened.write_beside, partial(change, *args, **kwargs))

    def write_now(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `write` on the calling thread, before there is an event loop."""
        with db.connection_context():
            return self._opened.write(partial(change, *args, **kwargs))

    def close(self) -> None:
        """Finish what has been accepted, then close each thread's connection and let the threads go."""
        for executor, threads in self._executors:
            if executor:
                met = Barrier(threads)  # so that each thread gets one of these
                for _ in range(threads):
                    executor.submit(_close_connection, met)
                executor.shutdown(wait=True)
        self._engine = self._writers = self._readers = None

    @property
    def _executors(self) -> list[tuple[ThreadPoolExecutor | None, int]]:
        return [(self._writers, self._engine.writers), (self._readers, self._engine.readers)] if self._engine else []

    @property
    def _opened(self) -> Engine:
        if self._engine is None:
            raise RuntimeError("the database is not open: call database.open(url) first")
        return self._engine


async def _run(executor: ThreadPoolExecutor | None, run: Callable[[Callable[[], T]], T], work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(executor, run, work)


def _reason(error: Exception) -> str:
    """Return what the server says of an error, without the statement that it quotes."""
    diagnosis = getattr(getattr(error, "orig", None), "diag", None)
    return getattr(diagnosis, "message_primary", None) or str(error)


def _connect(engine: Engine) -> None:
    with suppress(peewee.PeeweeException):  # a thread that fails here breaks its executor; the work will complain
        engine.connect()


def _close_connection(met: Barrier) -> None:
    met.wait()
    db.close()


database = Database()
