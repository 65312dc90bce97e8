"""Many watchers in a process of their own, which takes the commands of `Crowd`; arguments: URL and protocol."""

import asyncio
import re
import sys
from contextlib import suppress
from itertools import count
from typing import Any

from bench.clients.crowd import serve, until
from bench.clients.watchers import KINDS, Watcher
from bench.server import ROOM

AT_ONCE = 2
"""How many pages are opened at the same time: slow peers give up viewers whose pings wait for more of them."""

NUMBER = re.compile(rb"=(\d+) ")


class WatcherProcess:
    """The commands."""

    def __init__(self, url: str, protocol: str) -> None:
        self._url, self._kind = url, KINDS[protocol]
        self._numbers = count()
        self._watchers: list[Watcher] = []

    async def open(self, viewers: int, rows: int = 50, deflate: bool = False, room: int = ROOM) -> Any:
        """Open a room so many times more."""
        limit = asyncio.Semaphore(AT_ONCE)

        async def one(watcher: Watcher) -> None:
            async with limit:
                await watcher.open(rows, deflate=deflate)

        new = [self._kind(self._url, next(self._numbers)) for _ in range(viewers)]
        for watcher in new:
            watcher.room = room
        await asyncio.gather(*map(one, new))
        self._watchers += new
        return {"deflated": sum(watcher.tap.is_deflated for watcher in new)}

    async def lost(self) -> Any:
        """Tell how many have lost their connection."""
        return sum(bool(watcher.tap.lost) for watcher in self._watchers)

    async def forget(self) -> Any:
        """Begin new notes."""
        for watcher in self._watchers:
            watcher.tap.forget()
            watcher.tap.wire_bytes = 0

    async def wait(self, number: int, patience: float) -> Any:
        """Wait until everybody has heard this message, or it takes too long."""
        needle, waiting = b"=%d " % number, list(self._watchers)

        def is_done() -> bool:
            while waiting and (waiting[-1].tap.lost or waiting[-1].tap.holds(needle)):
                waiting.pop()
            return not waiting

        await until(is_done, patience)

    async def notes(self, sent: dict[str, int]) -> Any:
        """Tell how many of these messages came, how late in ms, and in how many bytes."""
        due = {number.encode(): at for number, at in sent.items()}
        delays: list[float] = []
        for watcher in self._watchers:
            first: dict[bytes, int] = {}
            for at, text in watcher.tap.heard():
                for number in NUMBER.findall(text):
                    first.setdefault(number, at)
            delays += [(at - due[number]) / 1e6 for number, at in first.items() if number in due]
        wire = sum(watcher.tap.wire_bytes for watcher in self._watchers)
        return {"delivered": len(delays), "delays": delays, "wire": wire, "lost": await self.lost()}


if __name__ == "__main__":
    with suppress(ImportError):  # it halves what watching takes
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(serve(WatcherProcess(*sys.argv[1:3])))
