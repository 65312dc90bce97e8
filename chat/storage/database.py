"""Runs reads and changes on database threads, away from the event loop."""

import asyncio
import logging
from collections.abc import Callable, Hashable
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
from chat.storage.transactions import Callback, collect_callbacks
from models import db

P = ParamSpec("P")
T = TypeVar("T")
Transact = Callable[[Callable[[], tuple[T, list[Callback]]]], tuple[T, list[Callback]]]

log = logging.getLogger(__name__)

CLOSING = 2.0
"""Seconds for a server to answer what was asked, and again to finish what was accepted, once the program is to end."""

__all__ = ["Database", "UnusableDatabaseError", "database"]


class Database:
    """One writer thread and a few readers, and lanes for more writers; each thread keeps a connection.

    What is changed in one place has a lane to itself: there it would wait for what was asked for before it in any
    case, and it is done, and told, in that order.
    """

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._writer, self._lanes, self._readers = WorkerPool(0), [WorkerPool(0)], WorkerPool(0)
        self._waiting: dict[object, asyncio.Task[Any]] = {}
        self._outages = Outages()
        self._patience: float | None = None
        self._limits: set[asyncio.Timeout] = set()
        self.watch: Callable[[str], AbstractContextManager[object]] = nullcontext
        """Measures each read and write; put here by whoever wants to know."""

    def open(self, url: str, *, migrates: bool = True) -> list[str]:
        """Open a database by its address and make or migrate its tables; name what was done to them.

        Raises `UnusableDatabaseError` for one that is not there, damaged, not ours or not writable.
        """
        engine: Engine = Sqlite() if url.startswith("sqlite:") else Postgres()
        try:
            done = engine.open(url, migrates=migrates)
        except (peewee.PeeweeException, schema.NewerSchemaError, schema.PendingMigrationsError, ValueError) as error:
            reason = reason_of(error)
            raise UnusableDatabaseError(f"cannot use the database {without_secrets(url)!r}: {reason}") from error
        self._engine, self._outages, self._patience = engine, Outages(), engine.patience
        self._writer, self._readers = WorkerPool(1), WorkerPool(engine.readers)
        self._lanes = [WorkerPool(1) for _ in range(engine.lanes)] or [self._writer]
        return done

    def take_connections(self) -> None:
        """Connect all threads now; raises `UnusableDatabaseError` rather than to be without some of them later."""
        connecting = [future for threads in self._threads for future in threads.on_each(self._opened.connect)]
        errors = [error for future in connecting if (error := future.exception())]
        if errors:
            raise UnusableDatabaseError(
                f"only {len(connecting) - len(errors)} of the {len(connecting)} connections that each process needs"
                f" are to be had (see max_connections): {reason_of(errors[0])}"
            ) from errors[0]

    async def check_writing(self) -> None:
        """Raise `Unavailable` if changes cannot be stored, by a look at each thread that makes them."""
        if self._outages.cannot_store:
            raise Unavailable(cannot_store=True)
        if self.has_lanes:
            writers = (self._writer, *self._lanes)
            await asyncio.gather(*(self._run(CHECK, threads, _do, self._opened.check) for threads in writers))

    async def read(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on a reader thread, all of it on one snapshot of the data."""
        with self.watch("read"):
            return await self._run(READ, self._readers, self._opened.read, partial(query, *args, **kwargs))

    async def read_coalesced(self, query: Callable[..., T], *args: Hashable) -> T:
        """Do as `read`, but share the result with callers who ask for the same before it starts."""
        key = (query, args)

        def begin() -> T:
            self._waiting.pop(key, None)  # whoever asks from now on may know of more than this will find
            return query(*args)

        if (task := self._waiting.get(key)) is None:
            task = self._waiting[key] = asyncio.create_task(self.read(begin))
            task.add_done_callback(lambda _done: self._waiting.pop(key, None))  # also if it never began
        result: T = await asyncio.shield(task)  # who gives up waiting does not do so for the others
        return result

    async def write(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a change on the writer thread in one transaction; when this returns, it is on disk.

        No other such change runs at the same time, in any process: what it looks at before it decides stays so.
        It may be run again where the database undid it, so it must do nothing but change rows, and say what is to be
        done once it is committed (`transactions.on_commit`); that is done before this returns.
        """
        return await self._change(self._writer, self._opened.write, partial(change, *args, **kwargs))

    @property
    def has_lanes(self) -> bool:
        """Whether there are several writers; with one, the lane does not matter."""
        return self._lanes[0] is not self._writer

    async def write_concurrent(self, lane_key: int, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `write`, but beside other changes: for one that locks all rows it depends on (`lock_for_update`).

        Changes of one place, such as a room, run in the order in which they are asked for.
        """
        lane = self._lanes[lane_key % len(self._lanes)]
        return await self._change(lane, self._opened.write_concurrent, partial(change, *args, **kwargs))

    def write_now(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `write` on the calling thread, before there is an event loop; raises `UnusableDatabaseError`."""
        with db.connection_context():
            try:
                return self._opened.write(partial(change, *args, **kwargs))
            except Unavailable as error:
                raise UnusableDatabaseError(error.message) from error

    def hurry(self) -> None:
        """Have everybody who waits be answered soon, because the program is to end; call this on the loop."""
        if self._patience:
            self._patience = CLOSING
            soon = asyncio.get_running_loop().time() + CLOSING
            for limit in list(self._limits):
                with suppress(RuntimeError):  # its time is over in this very moment
                    limit.reschedule(min(limit.when() or soon, soon))

    def close(self) -> None:
        """Finish what has been accepted, then close each thread's connection and let the threads go.

        Where the database does not answer, what is left is given up after some seconds.
        """
        if self._engine:
            closing = [future for threads in self._threads for future in threads.begin_closing()]
            if wait(closing, CLOSING if self._engine.patience else None).not_done:
                log.warning("the database does not answer: what was not yet stored is given up")
                self._engine.give_up()
                for threads in self._threads:
                    threads.abandon()
            for threads in self._threads:
                threads.close()
        self._engine = None

    async def _change(self, threads: WorkerPool, transact: Transact[T], change: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()

        def run(change: Callable[[], T]) -> T:
            result, callbacks = transact(partial(collect_callbacks, change))
            with suppress(RuntimeError):  # the loop is closed: nobody is left to hear of it
                for callback in callbacks:  # from here, so that it is done even if the caller has stopped waiting
                    loop.call_soon_threadsafe(callback)
            return result

        with self.watch("write"):
            return await self._run(CHANGE, threads, run, change)

    async def _run(
        self, kind: str, threads: WorkerPool, how: Callable[[Callable[[], T]], T], work: Callable[[], T]
    ) -> T:
        """Have work done, or raise `Unavailable` in time: what has not begun by then never will."""
        try:
            async with asyncio.timeout(self._patience) as limit:
                self._limits.add(limit)
                result = await threads.run(how, work)
        except TimeoutError:
            unavailable = Unavailable()
            unavailable.__cause__ = TimeoutError(f"no answer within {self._patience} s")
            self._outages.begins(kind, unavailable)
            raise unavailable from unavailable.__cause__
        except Unavailable as error:
            self._outages.begins(kind, error)
            raise
        finally:
            self._limits.discard(limit)
        self._outages.ends(kind)
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
