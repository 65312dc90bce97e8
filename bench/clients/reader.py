"""A viewer that keeps what a browser would show, and catches up, as stream_follower.js does."""

import asyncio
import json
import time
from collections.abc import Coroutine
from typing import Any

from bench.clients.page import Page
from bench.clients.viewer import BODY, Viewer

RETRY = 5.0
"""Seconds until catching up is tried again, as in stream_follower.js."""


class Reader(Viewer):
    """Somebody at a browser, with the rows that it has been sent, none of them pruned."""

    def __init__(self, url: str, person: int, token: str = "") -> None:
        super().__init__(url, person, token)
        self.rows: dict[str, str] = {}
        self.revision = self.newest = 0
        self.is_live = False
        self.live_at = 0  # monotonic ns
        self.sent = 0  # messages, by who counts them
        self._is_asking = False
        self._stream_id = 0
        self._later: set[asyncio.Task[None]] = set()

    @property
    def numbers(self) -> set[int]:
        """The numbered messages that are shown."""
        return {int(found[1]) for html in self.rows.values() if (found := BODY.search(html))}

    async def begin(self, room: int) -> None:
        """Open a room's page and follow the room."""
        await self.open(room, follow=False, deflate=False)
        self.room = room
        await self._follow()

    async def leave(self) -> None:
        """Close the tab."""
        for task in self._later:
            task.cancel()
        self.is_live = False
        await self.socket.close()

    async def go_to(self, room: int) -> None:
        """Change to another room as a click on its link does."""
        self.room = room
        self.is_live = False
        await self._fire("navigate", {"path": f"/rooms/{room}"})

    def _take_page(self, page: Page) -> None:
        super()._take_page(page)
        stream = page.stream
        self._stream_id = page.listener("follow")[0]
        self.rows = dict(stream["items"] or ())
        self.revision = self.newest = stream["since"]

    async def _follow(self) -> None:
        self._is_asking = True
        await self._fire("follow", {"since": self.revision})

    async def _take_broadcast(self, text: str) -> None:
        topic, revision, *change = json.loads(text[2:])[1:]
        if topic != self.page.stream["topic"]:
            return
        self.newest = max(self.newest, revision)
        if change and revision == self.revision + 1:
            self._apply(*change)
            self.revision = revision
        await self._catch_up()

    async def _take_answer(self, element: int, method: str, args: Any) -> None:
        if element != self._stream_id:
            return
        if method == "sync":
            await self._take_changes(args[0])
        elif method == "apply":
            self.rows.update(args[0][0][1])
        if method != "sync":
            await super()._take_answer(element, method, args)

    async def _take_changes(self, answer: dict[str, Any] | None) -> None:
        self._is_asking = False
        if not answer:
            return self._do_later(self._follow_later())
        if answer["reset"]:
            self.rows = dict(answer["reset"])
        elif answer["revision"] > self.revision:
            self._apply("remove", answer["deleted"])
            self._apply("update", answer["edited"])
            self._apply("insert", answer["created"])
        self.revision = max(self.revision, answer["revision"])
        self.newest = max(self.newest, self.revision)
        return await self._catch_up()

    def _apply(self, operation: str, rows: list[Any]) -> None:
        if operation == "remove":
            for key in rows:
                self.rows.pop(key, None)
        else:
            self.rows.update((key, html) for key, html in rows if operation == "insert" or key in self.rows)

    async def _catch_up(self) -> None:
        if self._is_asking:
            return
        if self.newest > self.revision:
            await self._follow()
        elif not self.is_live:
            self.is_live, self.live_at = True, time.monotonic_ns()

    async def _follow_later(self) -> None:
        await asyncio.sleep(RETRY)
        await self._follow()

    async def _take_other(self, event: str, message: dict[str, Any]) -> None:
        """Draw what has changed on the page; another room's stream is followed as soon as it is there."""
        if event != "update":
            return
        for key, element in message.items():
            if element is None:
                self.page.elements.pop(key, None)
            elif key != "_id":
                self.page.elements[key] = element
        if self._has_another_stream():
            self._take_page(self.page)
            await self._follow()

    def _has_another_stream(self) -> bool:
        streams = [key for key, element in self.page.elements.items() if element.get("props", {}).get("topic")]
        return len(streams) == 1 and streams != [str(self._stream_id)]

    def _do_later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)
