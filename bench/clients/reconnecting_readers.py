"""Many readers that reconnect, in a process of their own, which takes the commands of `Crowd`."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import count
from typing import Any

from bench.clients.crowd import AT_ONCE, serve, until
from bench.clients.reconnecting_reader import ReconnectingReader

LATE = 20.0
"""Seconds within which a message has to come: whoever asks the server while it is busy asks again after five."""

WITNESS = 100_000
"""A person that no other viewer is."""


class ReconnectingReaders:
    """The commands, as they are carried out in the process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._persons = count()
        self.readers: list[ReconnectingReader] = []

    async def begin(self, room: int, readers: int, tokens: Sequence[str] = ()) -> Any:
        """Have so many more readers follow a room, also those who have these tokens."""
        limit = asyncio.Semaphore(AT_ONCE)

        async def one(reader: ReconnectingReader) -> None:
            async with limit:
                await reader.begin(room)

        new = [ReconnectingReader(self._url, next(self._persons), token) for token in tokens or [""] * readers]
        await asyncio.gather(*map(one, new))
        self.readers += new

    async def cut(self) -> Any:
        """Cut all connections and return when that was."""
        for reader in self.readers:
            reader.socket.cut()
            reader.is_live = False
        return time.monotonic_ns()

    async def wait(self, since: int, patience: float) -> Any:
        """Wait until all have become live again after a moment; return when each did, or 0."""
        await until(lambda: all(reader.is_live and reader.live_at > since for reader in self.readers), patience)
        return [reader.live_at if reader.is_live and reader.live_at > since else 0 for reader in self.readers]

    async def pages(self) -> Any:
        """Tell how long pages took that were loaded anew since this was asked last, and what was refused."""
        seconds = [each for reader in self.readers for each in reader.page_seconds]
        refused = sum((reader.refused for reader in self.readers), Counter[str]())
        for reader in self.readers:
            reader.page_seconds.clear()
            reader.refused.clear()
        return {"seconds": seconds, "refused": refused}

    async def missing(self, first: int, last: int) -> Any:
        """Count the numbered messages that somebody has not been shown, after a while for the last ones to come."""
        return await self._missing(self.readers, first, last)

    async def missing_in(self, room: int, first: int, last: int) -> Any:
        """Count those of a room, by those who read it."""
        return await self._missing([reader for reader in self.readers if reader.room == room], first, last)

    async def forget(self) -> Any:
        """Have all begin new notes."""
        for reader in self.readers:
            reader.forget()

    async def notes(self) -> Any:
        """Return everybody's notes."""
        return [reader.notes() for reader in self.readers]

    async def _missing(self, readers: list[ReconnectingReader], first: int, last: int) -> int:
        due = set(range(first, last + 1))
        await until(lambda: all(due <= reader.numbers for reader in readers), LATE)
        return sum(len(due - reader.numbers) for reader in readers)


if __name__ == "__main__":
    asyncio.run(serve(ReconnectingReaders(sys.argv[1])))
