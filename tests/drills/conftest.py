"""People who write through the API, and a look at what became of it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from chat.accounts import hash_token
from tests.browser.conftest import Server
from tests.drills.writer import Writer, check_kept
from tests.web.server.raw_client import Visitor

ROOM = 1


class Place:
    """A server, its database, and everything that is known about a room from outside."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "streamchat.db"
        self.server = Server(folder)
        self.writers: list[Writer] = []
        self.reader = Visitor(self.server.url).logs_in(1)
        self.token = self.token_of(1)

    def token_of(self, person: int) -> str:
        """Give somebody a token."""
        token = f"token-of-person-{person}"
        with closing(self.database()) as database, database:
            sql = "INSERT OR IGNORE INTO apitoken (token_hash, user_id, name, created_at) VALUES (?, ?, 'drill', 1)"
            database.execute(sql, (hash_token(token), person))
        return token

    def writer(self, person: int) -> Writer:
        self.writers.append(Writer(self.server.url, self.token_of(person), ROOM))
        return self.writers[-1]

    def database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)

    def stored(self) -> list[tuple[int, str, str | None, int]]:
        """Read the room's messages in their order, straight from the database."""
        sql = "SELECT id, body, client_id, created_revision FROM message WHERE room_id = ? ORDER BY id"
        with closing(self.database()) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return database.execute(sql, (ROOM,)).fetchall()

    def told(self) -> list[tuple[int, str]]:
        """Read the room's messages in their order, page by page through the API."""
        messages: list[tuple[int, str]] = []
        more, before = True, {}
        with httpx.Client(base_url=self.server.url, headers={"Authorization": f"Bearer {self.token}"}) as api:
            while more:
                page = api.get(f"/api/v1/rooms/{ROOM}/messages", params={"limit": "200", **before}).json()
                messages = [(message["id"], message["body"]) for message in page["messages"]] + messages
                more, before = page["more"], {"before": str(messages[0][0])}
        return messages

    def shown(self) -> list[int]:
        """Read which messages a fresh page shows."""
        rows = self.reader.opens(f"/rooms/{ROOM}").stream["items"]
        return [int(key) for key, _ in rows]

    def check(self, *writers: Writer) -> None:
        """Compare what was acknowledged, what is stored, and what readers see."""
        stored = self.stored()
        check_kept([row[:3] for row in stored], writers)
        revisions = [revision for *_, revision in stored]
        assert revisions == sorted(set(revisions))
        assert self.told() == [(number, body) for number, body, *_ in stored]
        shown = self.shown()
        assert shown == [number for number, *_ in stored][-len(shown) :]


@pytest.fixture
def open_place() -> Iterator[Callable[[Path], Place]]:
    places: list[Place] = []

    def start(folder: Path) -> Place:
        places.append(Place(folder))
        return places[-1]

    yield start
    for place in places:
        place.reader.leaves()
        for writer in place.writers:
            writer.stop()
        if place.server.process.poll() is None:
            place.server.stop()
