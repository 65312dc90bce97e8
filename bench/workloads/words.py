"""Messages that are written word by word: 50 tokens a second to 100 viewers, beside five plain messages a second.

All ways take turns, and so does doing nothing, which is subtracted: a busy machine then burdens all of them alike.
"""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import httpx

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import UNTHROTTLED, Server
from chat.accounts import hash_token

TOKEN = "a-token-of-the-bench"
VIEWERS, TOKENS, PLAIN = 100, 50, 5

IDLE, MESSAGES = "nothing", "5 plain messages a second"
SINGLY, TENFOLD, STREAMED = (f"50 tokens a second, {how}" for how in ("a request each", "ten in a request", "streamed"))

LAST = 1.5
"""Seconds until the last words are stored and told."""

Taken = tuple[float, float]
"""CPU seconds of the server, and bytes to a viewer, both a second."""


def cpu_of(way: str) -> str:
    """Name the figure of what a way costs."""
    return f"words: CPU of {way} to {VIEWERS} viewers"


def bytes_of(way: str) -> str:
    """Name the figure of what a viewer gets."""
    return f"words: bytes to a viewer for a token, {way}"


def measure(*, quick: bool) -> list[Figure]:
    """Write in each way for some seconds, by the HTTP API, several times."""
    seconds, rounds = (1, 1) if quick else (3, 3)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), rooms=1)
        _add_token(Path(folder))
        with Server(Path(folder), UNTHROTTLED) as server, Crowd(server.url) as crowd:
            crowd.ask("open", room=1, viewers=VIEWERS, deflate=False)
            time.sleep(1)
            headers = {"Authorization": f"Bearer {TOKEN}"}
            with httpx.Client(base_url=f"{server.url}/api/v1", headers=headers, timeout=30) as api:
                taken = [_round(api, server, crowd, seconds) for _ in range(rounds)]
    return list(_figures(taken))


def _figures(rounds: list[dict[str, Taken]]) -> Iterator[Figure]:
    cpu, size = (median(one[IDLE][which] for one in rounds) for which in (0, 1))
    for way in (MESSAGES, SINGLY, TENFOLD, STREAMED):
        yield figure(cpu_of(way), "% of a core", *(100 * (one[way][0] - cpu) for one in rounds))
    yield figure("words: bytes to a viewer for a plain message", "bytes", *_each(rounds, MESSAGES, PLAIN, size))
    for way in (SINGLY, TENFOLD, STREAMED):
        yield figure(bytes_of(way), "bytes", *_each(rounds, way, TOKENS, size))


def _each(rounds: list[dict[str, Taken]], way: str, rate: int, idle: float) -> Iterator[float]:
    return ((one[way][1] - idle) / rate for one in rounds)


def _round(api: httpx.Client, server: Server, crowd: Crowd, seconds: int) -> dict[str, Taken]:
    def taken(act: Callable[[], object]) -> Taken:
        crowd.ask("forget")
        cpu, start = server.cpu(), time.monotonic()
        act()
        time.sleep(LAST)
        cpu, took = server.cpu() - cpu, time.monotonic() - start - LAST
        wire = sum(notes["wire"] for notes in crowd.ask("notes")) / VIEWERS
        return cpu / took, wire / seconds

    ways = {
        IDLE: lambda: time.sleep(seconds),
        MESSAGES: lambda: _say(api, seconds),
        SINGLY: lambda: _add(api, seconds, 1),
        TENFOLD: lambda: _add(api, seconds, 10),
        STREAMED: lambda: _stream(api, seconds),
    }
    return {way: taken(act) for way, act in ways.items()}


def _paced(seconds: int, rate: int) -> Iterator[int]:
    """Count, so many times a second."""
    start = time.monotonic()
    for number in range(seconds * rate):
        time.sleep(max(0.0, start + number / rate - time.monotonic()))
        yield number


def _say(api: httpx.Client, seconds: int) -> None:
    for number in _paced(seconds, PLAIN):
        api.post("/rooms/1/messages", json={"body": f"message {number} " + "x" * 48}).raise_for_status()


def _begin(api: httpx.Client) -> str:
    return f"/messages/{api.post('/rooms/1/messages', json={'streaming': True}).raise_for_status().json()['id']}"


def _add(api: httpx.Client, seconds: int, together: int) -> None:
    message, text = _begin(api), " token" * together
    for number in _paced(seconds, TOKENS // together):
        words = {"text": text, "offset": number * len(text)}
        api.post(f"{message}/append", json=words).raise_for_status()
    api.post(f"{message}/finish").raise_for_status()


def _stream(api: httpx.Client, seconds: int) -> None:
    message = _begin(api)
    lines = (json.dumps({"text": " token"}).encode() + b"\n" for _ in _paced(seconds, TOKENS))
    headers = {"Content-Type": "application/x-ndjson"}
    api.post(f"{message}/append", content=lines, headers=headers).raise_for_status()
    api.post(f"{message}/finish").raise_for_status()


def _add_token(folder: Path) -> None:
    with sqlite3.connect(next(folder.glob("*.db"))) as connection:
        values = (hash_token(TOKEN), 1, "bench", 0)
        connection.execute("INSERT INTO apitoken (token_hash, user_id, name, created_at) VALUES (?, ?, ?, ?)", values)
