"""A program that listens and keeps what it is told, and a real server for it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from chat.accounts import hash_token
from chat.accounts.items import UserItem
from chat.web import api
from chat.web.api.listening.desk import desk
from chat.web.server.patches.http_protocol import LimitedHttpProtocol
from models import ApiToken
from tests.ports import free_port

Told = tuple[str, Any]
"""The name and the data of an event."""


made_api = cache(api.create)
"""The API, made once: that takes a sixth of a second."""


@asynccontextmanager
async def served() -> AsyncIterator[tuple[str, uvicorn.Server]]:
    """Serve the API, with streams."""
    app = FastAPI(openapi_url=None)
    app.mount(api.URL, made_api())
    port, stop = free_port(), desk.start()
    config = uvicorn.Config(app, port=port, http=LimitedHttpProtocol, lifespan="off", log_config=None, ws="none")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield f"http://127.0.0.1:{port}/api/v1", server
    finally:
        stop()
        await server.shutdown()


class Hearer:
    """Keeps the messages of all rooms that it hears, by what it is told, and reads what it is to read again."""

    def __init__(self, url: str, person: UserItem, **asked: str) -> None:
        self.token = f"hearer-{person.id}"
        ApiToken.get_or_create(token_hash=hash_token(self.token), defaults={"user": person.id, "name": "a hearer"})
        self.person, self.asked, self.last_id = person, asked, ""
        headers = {"Authorization": f"Bearer {self.token}"}
        self.api = httpx.AsyncClient(base_url=url, headers=headers, timeout=30)
        self.rooms: dict[int, dict[int, Any]] = {}
        self.told: list[Told] = []
        self.on_told = asyncio.Condition()
        self.status = 0
        self._task: asyncio.Task[None] | None = None

    # ---- connecting

    def listen(self) -> None:
        """Connect, and go on from what was told last."""
        self._task = asyncio.create_task(self._listen())

    async def cut(self) -> None:
        """End the connection at whatever point it is."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def has_gone(self) -> None:
        """Wait until the server knows that the connection was cut."""
        mine = [listener for listener in desk.listeners.all() if listener.token_hash == hash_token(self.token)]
        ends = [asyncio.create_task(one.ended.wait()) for one in mine]
        _, others = await asyncio.wait(ends, return_when="FIRST_COMPLETED")
        for one in others:
            one.cancel()

    async def close(self) -> None:
        await self.cut()
        await self.api.aclose()

    async def has_ended(self) -> None:
        """Wait until the server has ended the stream."""
        assert self._task
        await self._task

    async def _listen(self) -> None:
        headers = {"Last-Event-ID": self.last_id} if self.last_id else {}
        async with self.api.stream("GET", "/events", headers=headers, params=self.asked) as response:
            self.status = response.status_code
            block: dict[str, str] = {}
            async for line in response.aiter_lines():
                if line:
                    name, _, value = line.partition(":")
                    block[name] = value.removeprefix(" ")
                elif block.get("data"):
                    await self._take(block.get("event", ""), json.loads(block["data"]))
                    self.last_id = block.get("id", self.last_id)
                    block = {}
                else:
                    block = {}
        async with self.on_told:
            self.on_told.notify_all()

    # ---- what it is told

    async def _take(self, name: str, data: Any) -> None:
        match name:
            case "message.created" | "message.changed":
                self._keep(data.pop("heard_in"), data)
            case "message.deleted":
                self.rooms.get(data["heard_in"], {}).pop(data["id"], None)
            case "membership" if data["person"]["id"] == self.person.id and data["role"] is None:
                self.rooms.pop(data["room_id"], None)
            case "reset" if data["room_id"]:
                await self._read(data["room_id"])
            case "ready" if not self.last_id:
                for room in data["rooms"]:
                    await self._read(room["id"])
        async with self.on_told:
            self.told.append((name, data))
            self.on_told.notify_all()

    def _keep(self, room_id: int, message: Any) -> None:
        known = self.rooms.setdefault(room_id, {}).get(message["id"])
        if known is None or known["revision"] <= message["revision"]:
            self.rooms[room_id][message["id"]] = message

    async def _read(self, room_id: int) -> None:
        """Read a room and its threads from their ends to their beginnings, unless it is lost by now."""
        self.rooms[room_id] = await self._pages(f"/rooms/{room_id}/messages")
        for message in list(self.rooms[room_id].values()):
            if message["thread"]:
                self.rooms[room_id] |= await self._pages(f"/messages/{message['id']}/thread")

    async def _pages(self, address: str) -> dict[int, Any]:
        found: dict[int, Any] = {}
        page: Any = {"more": True, "messages": []}
        while page["more"]:
            before = {"before": page["messages"][0]["id"]} if page["messages"] else {}
            response = await self.api.get(address, params={"limit": 200} | before)
            if response.status_code == 404:
                return found
            page = response.json()
            found |= {message["id"]: message for message in page["messages"]}
        return found

    # ---- what tests wait for

    async def hears(self, name: str, count: int = 1) -> list[Any]:
        """Wait until events with this name have come so often, and return what they said."""
        async with asyncio.timeout(30), self.on_told:
            await self.on_told.wait_for(lambda: len(self.said(name)) >= count)
        return self.said(name)

    async def hears_text(self, body: str) -> None:
        """Wait until there is a message with this text."""
        async with asyncio.timeout(30), self.on_told:
            await self.on_told.wait_for(lambda: body in self.texts())

    def said(self, name: str) -> list[Any]:
        return [data for told, data in self.told if told == name]

    def texts(self) -> list[str]:
        return [message["body"] for room in self.rooms.values() for message in room.values()]
