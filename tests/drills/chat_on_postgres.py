"""The program on a PostgreSQL that a drill may harm, with somebody who writes through the API."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg

from chat.accounts import hash_token
from models import now_ms
from tests.browser.conftest import Server
from tests.drills.writer import Writer

ROOM = 1


class Chat:
    """One process of it."""

    def __init__(self, folder: Path, url: str, *options: str) -> None:
        self._log = folder / f"log-{time.monotonic_ns()}"
        with self._log.open("w") as errors:
            self.server = Server(folder, options=("--database", url, *options), errors=errors)
        token = f"token-{time.monotonic_ns()}"
        with psycopg.connect(url) as database:
            sql = "INSERT INTO apitoken (token_hash, user_id, name, created_at, used_at) VALUES (%s, 2, 'drill', 1, %s)"
            database.execute(sql, (hash_token(token), now_ms()))
        self.writer = Writer(self.server.url, token, ROOM)

    def health(self) -> int:
        """Ask whether it is well, and have no patience."""
        return httpx.get(f"{self.server.url}/healthz", timeout=4).status_code

    def says(self, body: str) -> int:
        """Send a message once, and return how that went."""
        answer = self.writer.post(body, hashlib.sha256(body.encode()).hexdigest()[:32])
        if answer.status_code == 503:
            assert answer.json()["error"]["code"] == "unavailable"
            assert int(answer.headers["Retry-After"]) > 0
        return answer.status_code

    def becomes(self, status: int) -> None:
        """Wait until it is well, or not."""
        until = time.monotonic() + 20
        while self.health() != status:
            assert time.monotonic() < until

    def log(self) -> list[str]:
        return self._log.read_text().splitlines()


@contextmanager
def running(folder: Path, url: str, *options: str) -> Iterator[Chat]:
    """Have it run for a while."""
    folder.mkdir(exist_ok=True)
    chat = Chat(folder, url, *options)
    try:
        yield chat
    finally:
        chat.writer.stop()
        chat.server.process.kill()
        chat.server.ends()
    assert not [line for line in chat.log() if "Traceback" in line]
