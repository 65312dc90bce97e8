"""Viewers of a room in the protocol of each peer: they open the page, connect, and from then on only listen."""

import asyncio
import json
import re
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from yarl import URL

from bench.clients.page import BROWSER, Page, get_page, load, log_in, new_session
from bench.clients.tap import Tap
from bench.clients.viewer import METHOD
from bench.clients.wire import ACK_INTERVAL, PATIENCE
from bench.server import ROOM

T = TypeVar("T")

HEARTBEAT = 30.0
"""Seconds, as in phoenix.js."""

SESSIONS = 100
"""How many browsers StreamChat's viewers have, each with several tabs: the demo's people have room for no thousand."""


class Watcher(ABC):
    """Somebody at a browser of their own."""

    tap: Tap

    def __init__(self, url: str, person: int) -> None:
        self.url, self.person, self.room = url, person, ROOM
        self._tasks: list[asyncio.Task[None]] = []

    @abstractmethod
    async def open(self, rows: int, *, deflate: bool) -> None:
        """Load the page with so many rows, and connect."""

    def close(self) -> None:
        """Close the tab."""
        for task in self._tasks:
            task.cancel()
        self.tap.transport.close()

    async def _connect(self, path: str, query: dict[str, Any], page: Page | None, *, deflate: bool) -> None:
        asked = BROWSER | {"Origin": self.url, "X-Forwarded-For": page.address if page else "10.0.0.1"}
        if page and page.cookie:
            asked["Cookie"] = page.cookie
        url = f"{self.url.replace('http', 'ws', 1)}{path}?{urlencode(query)}"
        self.tap = await Tap.open(url, asked, deflate=deflate)

    def _every(self, seconds: float, act: Callable[[], None]) -> None:
        async def again() -> None:
            while True:
                await asyncio.sleep(seconds)
                act()

        self._tasks.append(asyncio.create_task(again()))

    async def _until(self, find: Callable[[bytes], T | None]) -> T:
        """Wait for a text in which something is found."""
        deadline, looked = time.monotonic() + PATIENCE, 0
        while time.monotonic() < deadline and not self.tap.lost:
            heard = self.tap.heard()
            for _, text in heard[looked:]:
                if (found := find(text)) is not None:
                    return found
            looked = len(heard)
            await asyncio.sleep(0.01)
        raise RuntimeError(f"no answer: {self.tap.lost or self.tap.heard()[-3:]}")


class Plain(Watcher):
    """A websocket and nothing else, for the floor."""

    async def open(self, rows: int, *, deflate: bool) -> None:  # noqa: ARG002 - there are no rows
        """Connect."""
        await self._connect("/", {"room": self.room}, None, deflate=deflate)


class NiceGUI(Watcher):
    """NiceGUI's script: the implicit handshake, and an acknowledgement every three seconds."""

    page: Page
    _acknowledged = -1

    async def open(self, rows: int, *, deflate: bool) -> None:
        """Load the page, and connect."""
        async with new_session(self.person) as browser:
            self.page = await self._load(browser, rows)
        ids = {"tab_id": str(uuid.uuid4()), "document_id": str(uuid.uuid4()), "implicit_handshake": "true"}
        query = {**self.page.query, **ids, "EIO": 4, "transport": "websocket"}
        await self._connect("/_nicegui_ws/socket.io/", query, self.page, deflate=deflate)
        await self._until(lambda text: self.tap.send("40") if text.startswith(b"0") else text.startswith(b"40") or None)
        self._every(ACK_INTERVAL, self._acknowledge)

    async def _load(self, browser: Any, rows: int) -> Page:
        return await load(browser, f"{self.url}/?rows={rows}")

    def emit(self, event: str, data: object) -> None:
        """Send a socket.io event."""
        self.tap.send("42" + json.dumps([event, data], separators=(",", ":"), ensure_ascii=False))

    def _acknowledge(self) -> None:
        texts = (text for _, text in reversed(self.tap.heard()))
        newest = next((found for text in texts if (found := re.search(rb'.*"_id":(\d+)', text, re.DOTALL))), None)
        if newest and (number := int(newest[1]) + 1) > self._acknowledged:
            self._acknowledged = number
            self.emit("ack", {"client_id": self.page.query["client_id"], "next_message_id": number})


class StreamChat(NiceGUI):
    """A page of ours: it logs in, follows the room, and pages back for more rows."""

    _cookies: ClassVar[dict[int, dict[str, str]]] = {}

    async def open(self, rows: int, *, deflate: bool) -> None:
        """Open the room, and follow it, and the news of all others."""
        await super().open(rows, deflate=deflate)
        self._fire("recount", {})
        self._fire("follow", {"since": self.page.stream["since"]})
        await self._called("sync")
        shown, more = list(self.page.stream["items"]), True
        while len(shown) < rows and more:
            self.tap.forget()
            self._fire("page", {"edge": "top", "key": shown[0][0]})
            operations, *_ = await self._called("apply")
            shown = operations[0][1] + shown
            _, more = await self._called("paged")

    async def _load(self, browser: Any, rows: int) -> Page:  # noqa: ARG002 - a page has as many as it has
        cookies = self._cookies.get(self.person % SESSIONS)
        if cookies:
            browser.cookie_jar.update_cookies(cookies, URL(self.url))
        else:
            await log_in(browser, self.url, self.person)
            self._cookies[self.person % SESSIONS] = {cookie.key: cookie.value for cookie in browser.cookie_jar}
        return await get_page(browser, self.url, self.room)

    def _fire(self, event: str, args: object) -> None:
        element, listener = self.page.listener(event)
        ids = {"id": element, "client_id": self.page.query["client_id"], "listener_id": listener}
        self.emit("event", {**ids, "args": [json.dumps(args)]})

    async def _called(self, method: str) -> Any:
        def find(text: bytes) -> Any:
            code = json.loads(text[2:])[1].get("code", "") if text.startswith(b'42["run_javascript"') else ""
            called = METHOD.match(code)
            return json.loads(called[3]) if called and called[2] == method else None

        return await self._until(find)


class Phoenix(Watcher):
    """LiveView's script: it joins a channel, and sends a heartbeat every thirty seconds."""

    async def open(self, rows: int, *, deflate: bool) -> None:
        """Load the page, and join."""
        url = f"{self.url}/?rows={rows}"
        async with (
            new_session(self.person) as browser,
            browser.get(url, headers={"Accept-Encoding": "identity"}) as answer,
        ):
            html = await answer.text()
        token, session, page_id = (
            re.findall(pattern, html)[0]
            for pattern in (r'csrf-token" content="([^"]*)', r'data-phx-session="([^"]*)', r'id="(phx-[^"]*)')
        )
        await self._connect("/live/websocket", {"_csrf_token": token, "vsn": "2.0.0"}, None, deflate=deflate)
        params = {"_csrf_token": token, "_mounts": 0}
        join = {"url": url, "params": params, "session": session, "static": ""}
        self.tap.send(json.dumps(["4", "4", f"lv:{page_id}", "phx_join", join]))
        await self._until(lambda text: True if b'"phx_reply"' in text else None)
        self._every(HEARTBEAT, lambda: self.tap.send('[null,"5","phoenix","heartbeat",{}]'))


KINDS: dict[str, type[Watcher]] = {"plain": Plain, "nicegui": NiceGUI, "streamchat": StreamChat, "phoenix": Phoenix}
