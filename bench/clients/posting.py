"""Programs that post messages through the API at once, each on a connection of its own, one after the other."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from chat.accounts import hash_token

TOKEN = "a-token-that-posts"


async def post(folder: Path, port: int, room: int, count: int, programs: int, text: str) -> float:
    """Post so many messages, and return how many seconds it took until all were acknowledged."""
    add_token(folder / "streamchat.db")
    bodies = (json.dumps({"body": text.format(number)}).encode() for number in range(count))
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(programs)]
    started = time.perf_counter()
    await asyncio.gather(*(_post(*connection, room, bodies) for connection in connections))
    taken = time.perf_counter() - started
    for _, writer in connections:
        writer.close()
    return taken


async def _post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, room: int, bodies: Iterator[bytes]) -> None:
    head = f"POST /api/v1/rooms/{room}/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\n"
    head += "Content-Type: application/json\r\n"
    for body in bodies:
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode()
        if " 201 " not in answer.partition("\r\n")[0]:
            raise RuntimeError(answer)
        await reader.readexactly(int(answer.lower().partition("content-length: ")[2].partition("\r\n")[0]))


def add_token(path: Path) -> None:
    """Let `TOKEN` speak for the first person of a database."""
    with closing(sqlite3.connect(path)) as database, database, suppress(sqlite3.IntegrityError):  # there already
        row = (hash_token(TOKEN), 1, "bench", 0)
        database.execute("INSERT INTO apitoken (token_hash, user_id, name, created_at) VALUES (?, ?, ?, ?)", row)
