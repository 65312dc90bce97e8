"""Has changes that wait for the one writer of a SQLite file committed together: see docs/decisions/storage.md."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

from chat.storage.engines.worker_pool import WorkerPool
from chat.storage.transactions import Callback, collect_callbacks

MOST = 50
"""Changes in one group: with more of them there is little left of the commit to be shared."""

SECONDS = 0.01
"""After so long no further change comes into a group: those who are in it wait for all of it."""

Done = tuple[Any, list[Callback]]
"""What a change has returned, and what it wants to be called now that it is committed."""

Transact = Callable[[Iterator[Callable[[], Done]]], Sequence[Done | Exception]]
"""Runs changes in one transaction and tells what each has come to; raises if nothing of it is stored."""


class Groups:
    """Changes that wait for a thread.

    When the thread comes to one, it takes along what waits by then, so that one commit, which waits for the disk,
    stores them all. One that is alone is committed at once. Nobody hears of a change before it is on disk.
    """

    def __init__(self, thread: WorkerPool, transact: Transact) -> None:
        self._thread, self._transact = thread, transact
        self._waiting: deque[_Waiting] = deque()

    async def run(self, change: Callable[[], Any]) -> Any:
        """Run a change, and return or raise what it does once it is committed, after its callbacks were called."""
        one = _Waiting(partial(collect_callbacks, change), asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        self._thread.submit(self._commit_some)  # once for each, so that nothing is left when the thread ends
        try:
            return await one.told
        finally:
            if one.told.cancelled():
                with suppress(ValueError):  # it has begun, and will be stored
                    self._waiting.remove(one)

    def _commit_some(self) -> None:
        """Commit what waits, on the thread; nothing where an earlier group has taken it along."""
        first = self._next()
        if first is None:
            return
        group = [first]
        try:
            outcomes = self._transact(self._changes(group))
        except Exception as error:
            outcomes = [error] * len(group)
        with suppress(RuntimeError):  # the loop is closed: nobody is left to hear of it
            first.told.get_loop().call_soon_threadsafe(_tell, group, outcomes)  # 10 µs: once for all

    def _changes(self, group: list["_Waiting"]) -> Iterator[Callable[[], Done]]:
        """Yield the first change of a group, and further ones while there are some, which become part of it."""
        yield group[0].change
        until = monotonic() + SECONDS
        while len(group) < MOST and monotonic() < until and (one := self._next()):
            group.append(one)
            yield one.change

    def _next(self) -> "_Waiting | None":
        with suppress(IndexError):
            return self._waiting.popleft()
        return None


class _Waiting:
    """A change, and the future of whoever waits for it."""

    __slots__ = ("change", "told")

    def __init__(self, change: Callable[[], Done], told: "asyncio.Future[Any]") -> None:
        self.change, self.told = change, told


def _tell(group: Sequence[_Waiting], outcomes: Sequence[Done | Exception]) -> None:
    """Tell on the event loop what has become of changes, in the order of the changes; also to those who have gone."""
    loop = asyncio.get_running_loop()
    for one, outcome in zip(group, outcomes, strict=True):
        if isinstance(outcome, Exception):
            if not one.told.done():
                one.told.set_exception(outcome)
            continue
        result, callbacks = outcome
        for callback in callbacks:
            loop.call_soon(callback)
        if not one.told.done():
            one.told.set_result(result)  # whoever waits goes on after these
