"""A lively team in a process of its own: people talk, edit, delete, change rooms, come, go and lose connections."""

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from websockets.exceptions import ConnectionClosed

from bench.clients.crowd import serve, until
from bench.clients.reader import Reader
from bench.clients.reconnecting_reader import ReconnectingReader
from bench.clients.reconnecting_readers import WITNESS, ReconnectingReaders
from bench.clients.silent_client import SilentClient
from bench.clients.viewer import BODY, FILLER, MARK, body

LONG = 20
"""One message in so many is long."""


class Team(ReconnectingReaders):
    """The commands, as they are carried out in the process."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._chance = random.Random(9)
        self._said: dict[int, ReconnectingReader] = {}
        self._deleted: set[int] = set()
        self._rooms: list[int] = []
        self._work: asyncio.Task[None] | None = None
        self._silent: list[SilentClient] = []

    async def read_all(self, rooms: list[int]) -> Any:
        """Have somebody read all of these rooms, which fills the server's caches."""
        for room in rooms:
            await self._witness(room)

    async def add_silent_client(self, room: int, answers_pings: bool) -> Any:
        """Have somebody follow a room and not read a single byte from then on."""
        one = SilentClient(self._url, next(self._persons))
        await one.begin(room, answers_pings=answers_pings)
        self._silent.append(one)

    async def work(self, rooms: list[int], messages: int, seconds: float) -> Any:
        """Begin to say so many messages in so many seconds, with all that else happens in a team."""
        self._rooms = rooms
        self._work = asyncio.create_task(self._hour(messages, seconds / messages))

    async def state(self) -> Any:
        """Tell how much has been said, whether that is all, and who of those that do not read has been dropped."""
        is_over = self._work is None or self._work.done()
        return {"said": len(self._said), "is_over": is_over, "dropped": [one.is_dropped() for one in self._silent]}

    async def compare(self) -> Any:
        """Compare what everybody has been shown with what a page of each room shows that is opened now."""
        await until(lambda: all(reader.is_live and reader.newest == reader.revision for reader in self.readers))
        differing, stored = 0, set[int]()
        for room in self._rooms:
            witness = await self._witness(room)
            stored |= witness.numbers
            differing += sum(_differences(one.rows, witness.rows) for one in self.readers if one.room == room)
        lost = self._said.keys() - stored - self._deleted
        away = sum(not reader.is_live for reader in self.readers)
        return {"differing": differing, "lost": len(lost), "away": away}

    async def _witness(self, room: int) -> Reader:
        """Have somebody open a room, read all of it, and leave."""
        witness = Reader(self._url, WITNESS)
        await witness.begin(room)
        await witness.page_back(1_000_000)
        await witness.leave()
        return witness

    async def _hour(self, messages: int, pause: float) -> None:
        others: list[tuple[int, Callable[[], Awaitable[None]]]] = [
            (10, self._edit),
            (40, self._delete),
            (30, self._change_rooms),
            (50, self._cut),
            (60, self._come_and_go),
        ]
        start = time.monotonic()
        for number in range(1, messages + 1):
            await asyncio.sleep(max(0.0, start + number * pause - time.monotonic()))
            with suppress(ConnectionClosed, OSError):
                await self._say(number)
                for every, happen in others:
                    if number % every == 0:
                        await happen()

    def _somebody(self) -> ReconnectingReader:
        quiet = [one for one in self.readers if one.is_live and one.acknowledged >= one.sent]
        return self._chance.choice(quiet or self.readers)

    async def _say(self, number: int) -> None:
        speaker = self._somebody()
        text = body(number) if number % LONG else f"{MARK}{number} " + f"{FILLER} " * 30
        speaker.sent += 1
        self._said[number] = speaker
        await speaker.say(text)

    def _one_of_ones_own(self) -> tuple[ReconnectingReader, str, int] | None:
        speaker = self._somebody()
        own = [
            (key, int(found[1]))
            for key, html in list(speaker.rows.items())[-50:]
            if (found := BODY.search(html)) and self._said.get(int(found[1])) is speaker
        ]
        return (speaker, *self._chance.choice(own)) if own else None

    async def _edit(self) -> None:
        if found := self._one_of_ones_own():
            speaker, key, number = found
            args = {"body": f"{body(number)} (sooner if possible)"}
            await speaker.perform("edit", key, args)

    async def _delete(self) -> None:
        if found := self._one_of_ones_own():
            speaker, key, number = found
            self._deleted.add(number)
            await speaker.perform("delete", key, {})

    async def _change_rooms(self) -> None:
        await self._somebody().go_to(self._chance.choice(self._rooms))

    async def _cut(self) -> None:
        self._somebody().socket.cut()

    async def _come_and_go(self) -> None:
        leaver = self._somebody()
        self.readers.remove(leaver)
        await leaver.leave()
        await self.begin(self._chance.choice(self._rooms), 1)


def _differences(shown: dict[str, str], stored: dict[str, str]) -> int:
    """Count the rows that differ, from the oldest one on that is shown."""
    oldest = min(map(int, shown), default=0)
    due = {key: html for key, html in stored.items() if int(key) >= oldest}
    return sum(shown.get(key) != due.get(key) for key in shown.keys() | due.keys())


if __name__ == "__main__":
    asyncio.run(serve(Team(sys.argv[1])))
