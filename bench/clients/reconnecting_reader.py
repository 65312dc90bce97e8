"""A reader that comes back whenever the connection is lost, as nicegui.js and socket.io do."""

import asyncio
import random
import time
from collections import Counter
from contextlib import suppress
from http.cookies import SimpleCookie
from itertools import count

import aiohttp
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from yarl import URL

from bench.clients.page import get_page, new_session
from bench.clients.reader import Reader
from bench.clients.wire import Socket, UnknownPage

DELAY, MAX_DELAY, JITTER = 1.0, 5.0, 0.5
"""Seconds and a share: socket.io's own choice, which nicegui.js leaves as it is."""

SHOWN = range(1, 11)
"""The people beside whose rows it is shown whether they are there."""

PRESSED_RELOAD = 1.0
"""Seconds until somebody who sees an error in place of a page loads it again."""


def backoff(attempt: int) -> float:
    """Return for how many seconds socket.io waits before an attempt, counted from 0."""
    delay: float = DELAY * 2**attempt * (1 + random.uniform(-JITTER, JITTER))
    return min(MAX_DELAY, delay)


class ReconnectingReader(Reader):
    """A reader who stays until told to leave."""

    def __init__(self, url: str, person: int, token: str = "") -> None:
        super().__init__(url, person, token)
        self.page_seconds: list[float] = []  # of pages loaded anew
        self.refused: Counter[str] = Counter()

    async def begin(self, room: int) -> None:
        """Open a room's page, follow the room, and come back after every loss of the connection."""
        await super().begin(room)
        self._do_later(self._stay())

    async def _stay(self) -> None:
        while True:
            await self.socket.ended()
            self.is_live = self._is_asking = False
            self.page.query["next_message_id"] = self.socket.next_message_id
            try:
                await self._come_back()
                await self._greet()
            except (OSError, ConnectionClosed):
                continue

    async def _greet(self) -> None:
        """Ask for all that a page asks for with each new connection: who is there, its list of rooms, its room."""
        await self._fire("presence", {"active": True, "shown": [*SHOWN]})
        element, listener, since = self.page.room_list
        await self._fire_at(element, listener, {"since": since})
        await self._follow()

    async def _come_back(self) -> None:
        for attempt in count():
            await asyncio.sleep(backoff(attempt))
            with suppress(OSError, InvalidHandshake, TimeoutError):
                return await self._connect_or_load_anew()
        return None

    async def _connect_or_load_anew(self) -> None:
        try:
            await self._connect()
        except UnknownPage:
            await self._load_anew()

    async def _load_anew(self) -> None:
        while True:
            try:
                await self._get_page()
                return await self._connect()
            except aiohttp.ClientResponseError as error:
                self.refused[str(error.status)] += 1
            except (OSError, InvalidHandshake, TimeoutError, aiohttp.ClientError, UnknownPage) as error:
                self.refused[type(error).__name__] += 1
            await asyncio.sleep(PRESSED_RELOAD)

    async def _get_page(self) -> None:
        start = time.monotonic()
        async with new_session(self._person) as browser:
            browser.cookie_jar.update_cookies(SimpleCookie(self.page.cookie), URL(self._url))
            self._take_page(await get_page(browser, self._url, self.room))
        self.page_seconds.append(time.monotonic() - start)

    async def _connect(self) -> None:
        self.socket = await Socket.open(self._url, self.page, self._hear, deflate=False)
