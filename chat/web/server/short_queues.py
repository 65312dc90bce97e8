"""Queues and events that take little memory while nothing is in them, as thousands are for hours."""

import asyncio
from typing import Any


class Line(list[Any]):
    """A list with the methods of a deque that queues use: 56 bytes while it is empty instead of 760."""

    __slots__ = ()

    def popleft(self) -> Any:
        """Take the first one."""
        return self.pop(0)

    def appendleft(self, item: Any) -> None:
        """Put one before all others."""
        self.insert(0, item)


class ShortEvent(asyncio.Event):
    """An event for which one or two wait."""

    def __init__(self) -> None:
        super().__init__()
        self._waiters: Any = Line()


class ShortQueue(asyncio.Queue[Any]):
    """A queue that is mostly empty: 0.4 kB instead of 3."""

    def __init__(self) -> None:
        super().__init__()
        self._getters, self._putters = Line(), Line()
        self._finished = ShortEvent()
        self._finished.set()

    def _init(self, maxsize: int) -> None:
        del maxsize
        self._queue = Line()
