"""One scripted viewer: opens a room's page, follows the room, pages back, sends, and takes notes."""

import asyncio
import json
import re
import time
from collections import Counter
from itertools import pairwise
from secrets import token_urlsafe
from typing import Any

from yarl import URL

from bench.clients.page import Page, get_page, log_in, new_session
from bench.clients.wire import PATIENCE, Socket
from chat.web.auth import COOKIE

STREAM, ROWS = '42["stream",', ',"insert",'
SIGNAL = '42["stream-signal",'
"""What is told and changes no row, such as that somebody types, or that there is news elsewhere."""

METHOD = re.compile(r'(?:return )?runMethod\((\d+), "(\w+)", (.*)\)', re.DOTALL)
MARK = "="
"""Before the number of a message: not "#", for then the server looks for a room of that name."""

BODY = re.compile(rf">{MARK}(\d+) ")
"""Where a row says its number; without the end of the tag before, it would be found in `data-author=3 ` as well."""

FILLER = "shall we meet at the station before the train to the lake goes, or there?"
BODY_LENGTH = 60


def body(number: int) -> str:
    """Return the text of the numbered message."""
    return f"{MARK}{number} {FILLER}"[:BODY_LENGTH]


class Viewer:
    """Somebody at a browser of their own."""

    page: Page
    socket: Socket

    def __init__(self, url: str, person: int, token: str = "") -> None:
        """Be one of the demo's people or, with the token of a session that is there, whoever has that."""
        self._url, self._person, self._token = url, person, token
        self._answers: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.room = 0
        self._first_key = ""
        self._heard: list[tuple[int, str]] = []
        self._signals: list[str] = []
        self._bytes_before = 0
        self.acknowledged = 0
        self.others: Counter[str] = Counter()

    async def open(self, room: int, *, follow: bool = True, deflate: bool = True) -> None:
        """Log in, load the page, connect and, as a browser does at once, follow the room and the news of all others."""
        self.room = room
        async with new_session(self._person) as browser:
            if self._token:
                browser.cookie_jar.update_cookies({COOKIE: self._token}, URL(self._url))
            else:
                await log_in(browser, self._url, self._person)
            self._take_page(await get_page(browser, self._url, room))
        self.socket = await Socket.open(self._url, self.page, self._hear, deflate=deflate)
        if follow:
            await self._fire("recount", {})
            await self._fire("follow", {"since": self.page.stream["since"]})
            await self._answer("sync")

    def _take_page(self, page: Page) -> None:
        self.page = page
        items = page.stream["items"]
        self._first_key = items[0][0] if items else ""

    async def page_back(self, rows: int) -> int:
        """Load older rows, page after page, until so many are shown or there are no more."""
        shown, more = len(self.page.stream["items"]), True
        while shown < rows and more:
            came, more = await self.older()
            shown += came
        return shown

    async def older(self) -> tuple[int, bool]:
        """Load the page before the first row; return how many rows came, and whether there are more."""
        await self._fire("page", {"edge": "top", "key": self._first_key})
        operations, *_ = await self._answer("apply")
        rows = operations[0][1]
        self._first_key = rows[0][0] if rows else self._first_key
        _, more = await self._answer("paged")
        return len(rows), more

    async def send(self, numbers: range, interval: float) -> list[int]:
        """Say the numbered messages, one every `interval` seconds, and return when each was sent."""
        sent, start = [], time.monotonic()
        for count, number in enumerate(numbers):
            await asyncio.sleep(max(0.0, start + count * interval - time.monotonic()) if interval else 0)
            sent.append(time.monotonic_ns())
            await self.say(body(number))
        return sent

    async def say(self, text: str) -> None:
        """Send a message, as the page's outbox does."""
        await self.perform("send", "", {"body": text})

    async def perform(self, action: str, key: str, args: dict[str, Any]) -> None:
        """Do something with a message, as the page's outbox does."""
        entry = {"client_id": token_urlsafe(16), "action": action, "room": str(self.room), "key": key, "args": args}
        await self._fire("perform", entry)

    def forget(self) -> None:
        """Begin new notes."""
        self._heard.clear()
        self._signals.clear()
        self.acknowledged = 0
        self._bytes_before = self.socket.wire_bytes

    def notes(self) -> dict[str, Any]:
        """Tell which numbered messages came when, how many changes were skipped, and how many bytes came in all."""
        arrivals, revisions = [], []
        for at, text in self._heard:
            found = BODY.search(text)
            if found:
                arrivals.append((int(found[1]), at))
                revisions.append(json.loads(text[2:])[2])
        gaps = sum(after != before + 1 for before, after in pairwise(revisions))
        payload = sum(len(text.encode()) for _, text in self._heard)
        wire = self.socket.wire_bytes - self._bytes_before
        signals = sorted(len(text.encode()) for text in self._signals)
        return {"arrivals": arrivals, "gaps": gaps, "payload": payload, "wire": wire, "signals": signals}

    @property
    def delivered(self) -> int:
        """How many new messages were heard of."""
        return len(self._heard)

    async def _hear(self, socket: Socket, text: str) -> None:
        if text.startswith(STREAM):
            if ROWS in text:
                self._heard.append((time.monotonic_ns(), text))
            await self._take_broadcast(text)
            return
        if text.startswith(SIGNAL):
            self._signals.append(text)
            return
        event, message = json.loads(text[2:])
        if "_id" in message and not socket.received(message["_id"]):
            return
        called = METHOD.match(message.get("code", ""))
        method = called[2] if called else event
        if method == "performed":
            self.acknowledged += 1
        elif called and method in {"sync", "apply", "paged"}:
            await self._take_answer(int(called[1]), method, json.loads(called[3]))
        else:
            self.others[method] += 1
            await self._take_other(event, message)
        if request_id := message.get("request_id"):  # such as whether the drawer is open
            answer = {"client_id": socket.client_id, "request_id": request_id, "result": True}
            await socket.emit("javascript_response", answer)

    async def _take_broadcast(self, text: str) -> None:
        """Heed what an ordinary viewer only notes."""

    async def _take_answer(self, _element: int, method: str, args: Any) -> None:
        self._answers.put_nowait((method, args))

    async def _take_other(self, event: str, message: dict[str, Any]) -> None:
        """Heed what an ordinary viewer only counts."""

    async def _fire(self, event: str, args: object) -> None:
        await self._fire_at(*self.page.listener(event), args)

    async def _fire_at(self, element: int, listener: str, args: object) -> None:
        ids = {"id": element, "client_id": self.socket.client_id, "listener_id": listener}
        await self.socket.emit("event", {**ids, "args": [json.dumps(args)]})

    async def _answer(self, method: str) -> Any:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    name, args = await self._answers.get()
                    if name == method:
                        return args
        except TimeoutError:
            raise RuntimeError(f"no answer of {method}; {self.socket.lost or dict(self.others)}") from None
