"""The floor of a browser: a bare page that appends rows as they come by a websocket, and does nothing else."""

import asyncio
import re
import threading
from collections.abc import Callable
from typing import Self

from aiohttp import web
from playwright.sync_api import Browser

from bench.clients.room_tab import ROWS, WATCH, RoomTab, Tab
from bench.server import free_port

KEPT = 300
"""Rows that stay, as in an open room."""

NUMBER = "=0 "
"""In a row's text: where its number goes."""

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">%(head)s
<style>
html, body { height: 100%%; margin: 0 } .room-view { height: 100%% }
#messages { overflow-y: auto; overflow-anchor: none; background: var(--surface) }
</style>
</head><body>
<section class="room-view"><section class="message-list">
<div id="messages" class="stream">%(rows)s</div>
</section></section>
<script>
const list = document.getElementById("messages");
list.scrollTop = list.scrollHeight;
new WebSocket("ws://127.0.0.1:%(port)d/").onmessage = ({ data }) => {
    list.insertAdjacentHTML("beforeend", data);
    if (list.children.length > %(kept)d) list.firstElementChild.remove();
    list.scrollTop = list.scrollHeight;
};
</script></body></html>"""
"""The least that shows the newest row: nothing is measured, kept, formatted or read aloud."""


LAST_ROWS = f"() => [...document.querySelectorAll('{ROWS}')].slice(-10).map((row) => row.outerHTML)"
STYLES = (
    "() => [...document.querySelectorAll('head > style, link[rel=stylesheet]')].map((one) => one.outerHTML).join('')"
)


def rows_of(tab: RoomTab) -> tuple[str, list[str]]:
    """Return the style sheets of an open room, and its last rows as they are there, with NUMBER for their numbers."""
    rows: list[str] = tab.page.evaluate(LAST_ROWS)
    return tab.page.evaluate(STYLES), [re.sub(r"=\d+ ", NUMBER, row, count=1) for row in rows]


class RowServer:
    """Sends rows to all websockets; ends with the `with` block."""

    def __init__(self) -> None:
        self.port = free_port()
        self._sockets: list[web.WebSocketResponse] = []
        self._loop: asyncio.AbstractEventLoop
        self._started, self._stopped = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Self:
        """Listen."""
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()

    def send(self, row: Callable[[int], str], first: int, rows: int, rate: float) -> None:
        """Send so many rows a second, one after the other, until all are sent."""
        asyncio.run_coroutine_threadsafe(self._send(row, first, rows, rate), self._loop).result()

    async def _send(self, row: Callable[[int], str], first: int, rows: int, rate: float) -> None:
        begun = self._loop.time()
        for number in range(rows):
            await asyncio.sleep(begun + number / rate - self._loop.time())
            for socket in self._sockets:
                await socket.send_str(row(first + number))

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        app = web.Application()
        app.router.add_get("/", self._connect)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        self._started.set()
        await self._stopped.wait()
        await runner.cleanup()

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        self._sockets.append(socket)
        async for _ in socket:
            pass
        self._sockets.remove(socket)
        return socket


BOX = """<!DOCTYPE html>
<html lang="en"><body><div id="messages"></div>
<textarea aria-label="Message" rows="8" cols="100"></textarea></body></html>"""
"""A box to write in and nothing else, where no script hears of keys: what a key cannot take less than."""


class FloorBox(Tab):
    """A bare page to write in."""

    def __init__(self, browser: Browser, url: str) -> None:
        super().__init__(browser)
        self.page.route(f"{url}/floor", lambda route: route.fulfill(body=BOX, content_type="text/html"))
        self.page.goto(f"{url}/floor")
        self.page.evaluate(WATCH)


class FloorTab(Tab):
    """A bare page with the rows of an open room as they are there, and its style sheets."""

    def __init__(self, browser: Browser, url: str, head: str, rows: list[str], sender: RowServer) -> None:
        super().__init__(
            browser, permissions=["local-network-access"]
        )  # a page that no server has sent counts as remote
        self._rows, self._sender, self._next = rows, sender, 1
        fields = {"head": head, "port": sender.port, "kept": KEPT, "rows": "".join(map(self._row, range(-KEPT, 0)))}
        address = f"{url}/floor"
        self.page.route(address, lambda route: route.fulfill(body=PAGE % fields, content_type="text/html"))
        self.page.goto(address)
        self.page.evaluate(WATCH)

    def receive(self, rows: int, rate: float) -> int:
        """Have it receive so many rows, and return the last one's number once all are sent."""
        first, self._next = self._next, self._next + rows
        self._sender.send(self._row, first, rows, rate)
        return self._next - 1

    def _row(self, number: int) -> str:
        return self._rows[number % len(self._rows)].replace(NUMBER, f"={number} ", 1)
