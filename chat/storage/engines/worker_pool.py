"""A pool of database threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import TypeVar

from models import db

T = TypeVar("T")


class WorkerPool:
    """Threads that run work in the order of the calls; each keeps its database connection."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._executor = ThreadPoolExecutor(number, "database") if number else None
        self._barriers: list[Barrier] = []

    async def run(self, how: Callable[[Callable[[], T]], T], work: Callable[[], T]) -> T:
        """Run work on one of the threads, without blocking the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, how, work)

    def submit(self, work: Callable[[], None]) -> None:
        """Have a thread do something after what was submitted before, without anybody waiting for it."""
        if self._executor is None:
            raise RuntimeError("the threads have ended")
        self._executor.submit(work)

    def run_on_each(self, work: Callable[[], None]) -> list["Future[None]"]:
        """Run something on every thread, after the work that was submitted before."""
        if self._executor is None:
            return []
        met = Barrier(self._number)  # makes each thread take one of these tasks
        self._barriers = [*self._barriers, met]
        return [self._executor.submit(_meet, met, work) for _ in range(self._number)]

    def begin_closing(self) -> list["Future[None]"]:
        """Close each thread's connection, after the accepted work."""
        return self.run_on_each(db.close)

    def close(self) -> None:
        """Finish the accepted work, close each thread's connection, and end the threads."""
        self.begin_closing()
        if self._executor:
            self._executor.shutdown(wait=True)
        self._executor = None

    def abandon(self) -> None:
        """Drop the accepted work, and let each thread end after what it is doing now; does not wait."""
        for barrier in self._barriers:
            barrier.abort()
        if self._executor:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None


def _meet(met: Barrier, work: Callable[[], None]) -> None:
    with suppress(BrokenBarrierError):
        met.wait()
        work()
