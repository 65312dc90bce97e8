"""Runs reads and changes on database threads, away from the event loop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import wait
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from typing import Any, ParamSpec, TypeVar

import peewee

from chat.errors import Unavailable
from chat.storage import schema
from chat.storage.engines import Engine, UnusableDatabaseError, without_secrets
from chat.storage.engines.outages import CHANGE, CHECK, READ, Outages, reason_of
from chat.storage.engines.postgres import Postgres
from chat.storage.engines.sqlite import Sqlite
from chat.storage.engines.worker_pool import WorkerPool
from chat.storage.groups import Groups
from chat.storage.transactions import Callback, collect_callbacks
from models import db

P = ParamSpec("P")
T = TypeVar("T")
Transact = Callable[[Callable[[], tuple[T, list[Callback]]]], tuple[T, list[Callback]]]

log = logging.getLogger(__name__)

CLOSE_TIMEOUT = 2.0
"""Seconds that a database server gets at shutdown: to answer what was asked, and again to finish accepted changes."""

__all__ = ["Database", "UnusableDatabaseError", "database"]


class Database:
    """One exclusive writer thread, a few reader threads, and lanes: threads for concurrent writers.

    Each thread keeps a connection. All changes with one lane key, such as a room's id, run on the same lane: they
    would lock each other out anyway, and so they are committed, and their events published, in the order of the calls.
    """

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._writer, self._lanes, self._readers = WorkerPool(0), [WorkerPool(0)], WorkerPool(0)
        self._groups: Groups | None = None
        self._coalesced: dict[object, asyncio.Task[Any]] = {}
        self._outages = Outages()
        self._timeout: float | None = None
        self._limits: set[asyncio.Timeout] = set()
        self.watch: Callable[[str], AbstractContextManager[object]] = nullcontext
        """Context manager around each "read" and "write"; replaced to measure them."""

    def open(self, url: str, *, migrates: bool = True) -> list[str]:
        """Open a database by its URL, create or migrate its tables, and return a line for each thing that was done.

        Raises `UnusableDatabaseError` for a database that is missing, damaged, another program's or not writable.
        """
        engine: Engine = Sqlite() if url.startswith("sqlite:") else Postgres()
        try:
            done = engine.open(url, migrates=migrates)
        except (peewee.PeeweeException, schema.NewerSchemaError, schema.PendingMigrationsError, ValueError) as error:
            reason = reason_of(error)
            raise UnusableDatabaseError(f"cannot use the database {without_secrets(url)!r}: {reason}") from error
        self._engine, self._outages, self._timeout = engine, Outages(), engine.timeout
        self._writer, self._readers = WorkerPool(1), WorkerPool(engine.readers)
        self._lanes = [WorkerPool(1) for _ in range(engine.lanes)] or [self._writer]
        self._groups = Groups(self._writer, engine.write_together) if isinstance(engine, Sqlite) else None
        return done

    def connect_all(self) -> None:
        """Connect all threads now, so that missing connections are noticed now: raises `UnusableDatabaseError`."""
        connecting = [future for threads in self._threads for future in threads.run_on_each(self._opened.connect)]
        errors = [error for future in connecting if (error := future.exception())]
        if errors:
            raise UnusableDatabaseError(
                f"only {len(connecting) - len(errors)} of the {len(connecting)} connections that each process needs"
                f" are available (see max_connections): {reason_of(errors[0])}"
            ) from errors[0]

    async def check_writing(self) -> None:
        """Raise `Unavailable` if changes cannot be stored; asks on each thread that makes changes."""
        if self._outages.cannot_store:
            raise Unavailable(cannot_store=True)
        if self.has_lanes:
            writers = (self._writer, *self._lanes)
            await asyncio.gather(*(self._run(CHECK, threads.run(_do, self._opened.check)) for threads in writers))

    async def read(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on a reader thread, all of it on one snapshot of the data."""
        with self.watch("read"):
            return await self._run(READ, self._readers.run(self._opened.read, partial(query, *args, **kwargs)))

    async def read_coalesced(self, query: Callable[..., T], *args: Hashable) -> T:
        """Do as `read`, but share the result with callers who ask for the same before it starts."""
        key = (query, args)

        def begin() -> T:
            self._coalesced.pop(key, None)  # who asks later may have seen changes that this read does not
            return query(*args)

        if (task := self._coalesced.get(key)) is None:
            task = self._coalesced[key] = asyncio.create_task(self.read(begin))
            task.add_done_callback(lambda _done: self._coalesced.pop(key, None))  # also if it never started
        result: T = await asyncio.shield(task)  # one caller that is cancelled does not cancel the others
        return result

    async def write(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a change on the writer thread in one transaction; when this returns, it is on disk.

        No other such change runs at the same time, in any process: what it looks at before it decides stays so.
        It may be retried after a conflict, so it must do nothing but change rows and register what to do after the
        commit (`transactions.on_commit`), which is done before this returns.
        """
        return await self._change(self._writer, self._opened.write, partial(change, *args, **kwargs))

    @property
    def has_lanes(self) -> bool:
        """Whether there are several writers; with one, the lane does not matter."""
        return self._lanes[0] is not self._writer

    async def write_concurrent(self, lane_key: int, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `write`, but at the same time as other changes: for one that locks all rows it depends on.

        Changes with the same lane key, such as a room's id, run in the order of the calls (`models.lock_for_update`).
        On SQLite those that wait are committed together, so it is for short changes.
        """
        ready = partial(change, *args, **kwargs)
        if self._groups:
            with self.watch("write"):
                result: T = await self._run(CHANGE, self._groups.run(ready))
                return result
        lane = self._lanes[lane_key % len(self._lanes)]
        return await self._change(lane, self._opened.write_concurrent, ready)

    def write_now(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `write` on the calling thread, before there is an event loop; raises `UnusableDatabaseError`."""
        return self._now(self._opened.write, partial(change, *args, **kwargs))

    def read_now(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `read` on the calling thread, where there is no event loop; raises `UnusableDatabaseError`."""
        return self._now(self._opened.read, partial(query, *args, **kwargs))

    def shorten_timeouts(self) -> None:
        """Shorten all timeouts, running ones too, because the program ends; call this on the event loop."""
        if self._timeout:
            self._timeout = CLOSE_TIMEOUT
            soon = asyncio.get_running_loop().time() + CLOSE_TIMEOUT
            for limit in list(self._limits):
                with suppress(RuntimeError):  # it has just expired
                    limit.reschedule(min(limit.when() or soon, soon))

    def close(self) -> None:
        """Finish what has been accepted, then close each thread's connection and end the threads.

        Gives up after some seconds if the database does not answer.
        """
        if self._engine:
            closing = [future for threads in self._threads for future in threads.begin_closing()]
            if wait(closing, CLOSE_TIMEOUT if self._engine.timeout else None).not_done:
                log.warning("the database does not answer: changes that were not yet stored are lost")
                self._engine.abort()
                for threads in self._threads:
                    threads.abandon()
            for threads in self._threads:
                threads.close()
        self._engine = self._groups = None

    def _now(self, how: Callable[[Callable[[], T]], T], work: Callable[[], T]) -> T:
        with db.connection_context():
            try:
                return how(work)
            except Unavailable as error:
                raise UnusableDatabaseError(error.message) from error

    async def _change(self, threads: WorkerPool, transact: Transact[T], change: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()

        def run(change: Callable[[], T]) -> T:
            result, callbacks = transact(partial(collect_callbacks, change))
            with suppress(RuntimeError):  # the loop is closed: nobody is left to hear of it
                for callback in callbacks:  # from here, so that it is done even if the caller has stopped waiting
                    loop.call_soon_threadsafe(callback)
            return result

        with self.watch("write"):
            return await self._run(CHANGE, threads.run(run, change))

    async def _run(self, kind: str, running: Awaitable[T]) -> T:
        """Wait for a thread's work; raises `Unavailable` after the timeout, which cancels work that has not started."""
        try:
            async with asyncio.timeout(self._timeout) as limit:
                self._limits.add(limit)
                result = await running
        except TimeoutError:
            unavailable = Unavailable()
            unavailable.__cause__ = TimeoutError(f"no answer within {self._timeout} s")
            self._outages.record_failure(kind, unavailable)
            raise unavailable from unavailable.__cause__
        except Unavailable as error:
            self._outages.record_failure(kind, error)
            raise
        finally:
            self._limits.discard(limit)
        self._outages.record_success(kind)
        return result

    @property
    def _threads(self) -> list[WorkerPool]:
        return list(dict.fromkeys((self._writer, *self._lanes, self._readers)))

    @property
    def _opened(self) -> Engine:
        if self._engine is None:
            raise RuntimeError("the database is not open: call database.open(url) first")
        return self._engine


def _do(work: Callable[[], T]) -> T:
    return work()


database = Database()
