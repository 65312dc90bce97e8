"""The one bridge from the event loop to the database's threads."""

import asyncio
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, ParamSpec, TypeVar

import peewee

from chat import schema
from chat.engines import Engine, UnusableDatabaseError, without_secrets
from chat.engines.postgres import Postgres
from chat.engines.sqlite import Sqlite
from chat.engines.threads import Threads
from chat.errors import Unavailable
from models import db

P = ParamSpec("P")
T = TypeVar("T")

__all__ = ["Database", "UnusableDatabaseError", "database"]


class Database:
    """One writer thread and a few readers, and lanes for more writers; each thread keeps a connection.

    What is changed in one place has a lane to itself: there it would wait for what was asked for before it in any
    case, and it is done, and told, in that order.
    """

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._writer, self._lanes, self._readers = Threads(0), [Threads(0)], Threads(0)
        self._waiting: dict[object, asyncio.Task[Any]] = {}
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
            reason = " ".join(_reason(error).split())
            raise UnusableDatabaseError(f"cannot use the database {without_secrets(url)!r}: {reason}") from error
        self._engine = engine
        self._writer, self._readers = Threads(1), Threads(engine.readers)
        self._lanes = [Threads(1) for _ in range(engine.lanes)] or [self._writer]
        return done

    async def read(self, query: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on a reader thread, all of it on one snapshot of the data."""
        with self.watch("read"):
            return await self._readers.run(self._opened.read, partial(query, *args, **kwargs))

    async def read_once(self, query: Callable[..., T], *args: Hashable) -> T:
        """Do as `read`, once for all who ask for the same before it begins, as everybody does after a restart."""
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
        It may be run again where the database undid it, so it must do nothing but change rows.
        """
        with self.watch("write"):
            return await self._writer.run(self._opened.write, partial(change, *args, **kwargs))

    @property
    def has_lanes(self) -> bool:
        """Whether changes of different places run beside each other; else which place it is does not matter."""
        return self._lanes[0] is not self._writer

    async def write_beside(self, place: int, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `write`, with others beside it, for a change that locks each row that it decides by (`models.held`).

        Changes of one place, such as a room, run in the order in which they are asked for.
        """
        lane = self._lanes[place % len(self._lanes)]
        with self.watch("write"):
            return await lane.run(self._opened.write_beside, partial(change, *args, **kwargs))

    def write_now(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as `write` on the calling thread, before there is an event loop; raises `UnusableDatabaseError`."""
        with db.connection_context():
            try:
                return self._opened.write(partial(change, *args, **kwargs))
            except Unavailable as error:
                raise UnusableDatabaseError(error.message) from error

    def close(self) -> None:
        """Finish what has been accepted, then close each thread's connection and let the threads go."""
        for threads in (self._writer, *self._lanes, self._readers):
            threads.close()
        self._engine = None

    @property
    def _opened(self) -> Engine:
        if self._engine is None:
            raise RuntimeError("the database is not open: call database.open(url) first")
        return self._engine


def _reason(error: Exception) -> str:
    """Return what the server says of an error, without the statement that it quotes."""
    diagnosis = getattr(getattr(error, "orig", None), "diag", None)
    return getattr(diagnosis, "message_primary", None) or str(error)


database = Database()
