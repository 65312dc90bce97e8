"""Programs that listen: what an event costs for each of them, beside what it costs for as many pages at that rate."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.clients.crowd import Crowd
from bench.clients.senders import TabSender
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import ROOM, UNTHROTTLED, Server
from chat.accounts import hash_token

OF_PERSON = 10
"""Streams that one person may have."""


def measure(*, quick: bool) -> Sequence[Figure]:
    """Have so many listen while one message a second is sent, and then as many look."""
    count, messages = (100, 2) if quick else (1_000, 12)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), users=count // OF_PERSON)
        tokens = _tokens(Path(folder) / "streamchat.db", count // OF_PERSON)
        with Server(Path(folder), UNTHROTTLED) as server:
            cpu, size = asyncio.run(_listen(server, tokens, messages))
            viewing = _look(server, count, messages)
    delivered = count * messages
    return [
        figure("CPU per delivery to a listener", "µs", cpu / delivered * 1e6, size=count),
        figure("CPU per delivery to a viewer", "µs", viewing / delivered * 1e6, size=count),
        figure("bytes per delivery to a listener", "B", size / delivered, size=count),
    ]


def _tokens(path: Path, people: int) -> list[str]:
    with closing(sqlite3.connect(path)) as database, database:
        users = [id_ for (id_,) in database.execute("SELECT id FROM user ORDER BY id DESC LIMIT ?", (people,))]
        for user in users:
            row = (hash_token(f"listener-{user}"), user)
            database.execute(
                "INSERT INTO apitoken (token_hash, user_id, name, created_at) VALUES (?, ?, 'bench', 1)", row
            )
    return [f"listener-{user}" for user in users for _ in range(OF_PERSON)]


async def _listen(server: Server, tokens: Sequence[str], messages: int) -> tuple[float, int]:
    """Return the CPU seconds and the bytes that the messages took."""
    streams = [await _connect(server.port, token, number) for number, token in enumerate(tokens)]
    sender = await asyncio.to_thread(TabSender, server.url)
    before = server.cpu()
    reading = asyncio.gather(*(_read(reader, messages) for reader, _ in streams))
    await asyncio.to_thread(sender.say, range(1, messages + 1), 1.0)
    sizes = await reading
    used = server.cpu() - before
    for _, writer in streams:
        writer.close()
    await asyncio.to_thread(sender.close)
    return used, sum(sizes)


def _look(server: Server, viewers: int, messages: int) -> float:
    """Return the CPU seconds that the messages took with open pages."""
    with Crowd(server.url) as crowd:
        crowd.ask("open", room=ROOM, viewers=viewers, deflate=False)
        sender = TabSender(server.url)
        crowd.ask("forget")
        before = server.cpu()
        sender.say(range(1, messages + 1), 1.0)
        crowd.ask("wait", messages=messages)
        used = server.cpu() - before
        sender.close()
    return used


async def _connect(port: int, token: str, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    address = f"10.1.{number // 250}.{number % 250 + 1}"
    head = f"GET /api/v1/events?room={ROOM} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    writer.write(f"{head}X-Forwarded-For: {address}\r\n\r\n".encode())
    await reader.readuntil(b"event: ready\n")
    await reader.readuntil(b"\n\n")
    return reader, writer


async def _read(reader: asyncio.StreamReader, messages: int) -> int:
    size = 0
    for _ in range(messages):
        size += len(await reader.readuntil(b"event: message.created\n"))
        size += len(await reader.readuntil(b"\n\n"))
    return size
