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
    """A number of threads that take work in the order it comes, each with a connection that it keeps."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._executor = ThreadPoolExecutor(number, "database") if number else None
        self._barriers: list[Barrier] = []

    async def run(self, how: Callable[[Callable[[], T]], T], work: Callable[[], T]) -> T:
        """Run work on one of the threads, without blocking the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, how, work)

    def on_each(self, work: Callable[[], None]) -> list["Future[None]"]:
        """Have every thread do something, once all of them are through with what was asked for before."""
        if self._executor is None:
            return []
        met = Barrier(self._number)  # so that each thread gets one of these
        self._barriers = [*self._barriers, met]
        return [self._executor.submit(_meet, met, work) for _ in range(self._number)]

    def begin_closing(self) -> list["Future[None]"]:
        """Have each thread close its connection, after what has been accepted."""
        return self.on_each(db.close)

    def close(self) -> None:
        """Finish what has been accepted, then close each thread's connection and let the threads go."""
        self.begin_closing()
        if self._executor:
            self._executor.shutdown(wait=True)
        self._executor = None

    def abandon(self) -> None:
        """Let the threads go right after what they are doing now, and wait for nothing."""
        for barrier in self._barriers:
            barrier.abort()
        if self._executor:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None


def _meet(met: Barrier, work: Callable[[], None]) -> None:
    with suppress(BrokenBarrierError):
        met.wait()
        work()
