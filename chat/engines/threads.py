"""Threads on which the database is waited for, so that the event loop need not."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from models import db

T = TypeVar("T")


class Threads:
    """A number of threads that take work in the order it comes, each with a connection that it keeps."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._executor = ThreadPoolExecutor(number, "database") if number else None

    async def run(self, how: Callable[[Callable[[], T]], T], work: Callable[[], T]) -> T:
        """Have work done on one of them, and wait without blocking."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, how, work)

    def close(self) -> None:
        """Finish what has been accepted, then close each thread's connection and let the threads go."""
        if self._executor:
            met = Barrier(self._number)  # so that each thread gets one of these
            for _ in range(self._number):
                self._executor.submit(_close_connection, met)
            self._executor.shutdown(wait=True)
        self._executor = None


def _close_connection(met: Barrier) -> None:
    met.wait()
    db.close()
