"""What tests of programs share: an endpoint on this machine, and a bot in a room that it is told of."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from chat import accounts, programs, rooms
from chat.accounts.items import UserItem
from chat.outgoing import public
from chat.programs.calling import Calling
from chat.rooms.items import RoomItem


@dataclass
class Endpoint:
    """A web server of a team's own: what it was told, and what it answers, in turn, then 200 and nothing."""

    port: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    answers: list[tuple[str, bytes]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def texts(self) -> list[str]:
        return [one["text"] for one in self.told]

    def says(self, text: str) -> None:
        """Have it answer a text once."""
        self.answers.append(("200 OK", json.dumps({"text": text}).encode()))

    def is_signed(self, secret: str) -> bool:
        """Check the last request as docs/programs.md says."""
        timestamp = self.heads[-1]["x-streamchat-timestamp"]
        signed = timestamp.encode() + b"." + self.bodies[-1]
        expected = "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected, self.heads[-1]["x-streamchat-signature"])

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.heads.append(headers)
        self.bodies.append(body)
        self.told.append(json.loads(body))
        await self.gate.wait()
        status, answer = self.answers.pop(0) if self.answers else ("200 OK", b"")
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Length: {len(answer)}\r\nConnection: close\r\n\r\n".encode() + answer
        )
        await writer.drain()
        writer.close()


@pytest.fixture
async def endpoint(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Endpoint]:
    """An endpoint on this machine, which webhooks may have for once."""
    monkeypatch.setattr(public, "is_open", True)
    there = Endpoint()
    there.gate.set()
    server = await asyncio.start_server(there.handle, "127.0.0.1", 0)
    there.port = server.sockets[0].getsockname()[1]
    yield there
    there.gate.set()
    server.close()


@dataclass
class Place:
    """A room that Ada manages, with Ben and Ada's bot in it."""

    ada: UserItem
    ben: UserItem
    bot: UserItem
    room: RoomItem
    calling: Calling

    async def hook(self, address: str, listens_to: str = "everything") -> str:
        """Have an address told of the room; return the secret."""
        _, secret = await programs.create_outgoing_hook(self.ada, self.room.id, self.bot.id, address, listens_to)
        return secret

    async def run(self) -> None:
        """Tell what is due, to the end."""
        await self.calling.step()
        await self.calling.finished()


@pytest.fixture
async def place(ada: UserItem, ben: UserItem) -> AsyncIterator[Place]:
    room = await rooms.create_room(ada, "garden", kind="closed")
    await rooms.add_member(ada, room.id, ben.id)
    bot = await accounts.create_bot(ada, "Robot")
    await rooms.add_member(ada, room.id, bot.id)
    calling = Calling("https://chat.example.org")
    yield Place(ada, ben, bot, room, calling)
    await calling.stop()
