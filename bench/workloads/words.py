"""Messages that are written word by word: 50 tokens a second to 100 viewers, beside five plain messages a second."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure
from bench.server import UNTHROTTLED, Server, seed
from chat.accounts import hash_token

TOKEN = "a-token-of-the-bench"
VIEWERS, TOKENS, PLAIN = 100, 50, 5


def measure(*, quick: bool) -> list[Figure]:
    """Write both ways for some seconds each, by the HTTP API."""
    seconds = 8 if quick else 13  # with more, the message would be too long
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), rooms=1)
        _add_token(Path(folder))
        with Server(Path(folder), UNTHROTTLED) as server, Crowd(server.url) as crowd:
            crowd.ask("open", room=1, viewers=VIEWERS, deflate=False)
            headers = {"Authorization": f"Bearer {TOKEN}"}
            with httpx.Client(base_url=f"{server.url}/api/v1", headers=headers) as api:
                plain = _cpu(server, seconds, PLAIN, lambda number: _say(api, number))
                one = _begin(api)
                singly = _cpu(server, seconds, TOKENS, lambda number: _add(api, one, number, " token"))
                two = _begin(api)
                tenfold = _cpu(server, seconds, PLAIN, lambda number: _add(api, two, number, " token" * 10))
    return [
        figure("words: CPU of 5 plain messages a second to 100 viewers", "% of a core", 100 * plain),
        figure("words: CPU of 50 tokens a second, a request each", "% of a core", 100 * singly),
        figure("words: CPU of 50 tokens a second, ten in a request", "% of a core", 100 * tenfold),
    ]


def _cpu(server: Server, seconds: int, rate: int, act: Callable[[int], object]) -> float:
    idle, cpu, start = server.idle(3), server.cpu(), time.monotonic()
    for number in range(seconds * rate):
        act(number)
        time.sleep(max(0.0, start + (number + 1) / rate - time.monotonic()))
    return (server.cpu() - cpu) / (time.monotonic() - start) - idle


def _say(api: httpx.Client, number: int) -> None:
    api.post("/rooms/1/messages", json={"body": f"message {number} " + "x" * 48}).raise_for_status()


def _begin(api: httpx.Client) -> int:
    return int(api.post("/rooms/1/messages", json={"streaming": True}).raise_for_status().json()["id"])


def _add(api: httpx.Client, message: int, number: int, text: str) -> None:
    words = {"text": text, "offset": number * len(text)}
    api.post(f"/messages/{message}/append", json=words).raise_for_status()


def _add_token(folder: Path) -> None:
    with sqlite3.connect(next(folder.glob("*.db"))) as connection:
        values = (hash_token(TOKEN), 1, "bench", 0)
        connection.execute("INSERT INTO apitoken (token_hash, user_id, name, created_at) VALUES (?, ?, ?, ?)", values)
