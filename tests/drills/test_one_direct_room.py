"""Direct messages that the same people begin at the same moment, at two processes, are one room."""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from threading import Barrier

import httpx
import psycopg
import pytest

from tests.browser.conftest import Server
from tests.services import redis

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(redis.BINARY is None, reason="redis-server is not installed"),
]

PEOPLE = (2, 3, 4, 5)
"""Ids of people of the demo, who have written to nobody yet."""

GROUPS = [group for size in (1, 2, 3, 4) for group in combinations(PEOPLE, size)]
AT_ONCE = 8
MADE = "SELECT count(*) FROM room WHERE kind = 'direct'"


@pytest.fixture
def servers(empty_postgres: str, tmp_path: Path) -> Iterator[list[Server]]:
    with redis.running() as running:
        options = ("--database", empty_postgres, "--redis", running.url, "--trusted-proxies", "127.0.0.1")
        servers = [Server(tmp_path, options=options) for _ in range(2)]
        yield servers
        for server in servers:
            server.stop()


def visits(server: Server, person: int) -> httpx.Client:
    """Come from an address of one's own: what one address may send is limited."""
    return httpx.Client(base_url=server.url, headers={"X-Forwarded-For": f"10.8.0.{person}"}, timeout=30)


@pytest.fixture
def browsers(servers: list[Server]) -> Iterator[dict[int, list[httpx.Client]]]:
    """Everybody at both processes."""
    found = {person: [visits(server, person) for server in servers] for person in PEOPLE}
    for person, clients in found.items():
        for client in clients:
            assert client.post("/login/demo", data={"user_id": str(person)}).status_code == 303
    yield found
    for clients in found.values():
        for client in clients:
            client.close()


def begins(client: httpx.Client, me: int, group: Collection[int], start: Barrier) -> str:
    """Begin direct messages when all others do, and return the address of the room."""
    others = [str(person) for person in group if person != me] or [str(me)]
    start.wait()
    response = client.post("/messages/new", data={"person": others})
    assert response.status_code == 303, response.text
    return response.headers["location"]


def test_direct_messages_begun_by_all_of_them_at_both_processes_are_one_room(
    browsers: dict[int, list[httpx.Client]], empty_postgres: str
) -> None:
    rooms = set()
    with ThreadPoolExecutor(AT_ONCE) as threads, psycopg.connect(empty_postgres, autocommit=True) as look:
        before = look.execute(MADE).fetchone()
        assert before
        for group in GROUPS:
            starters = [(person, number % 2) for number in range(2) for person in group] * (AT_ONCE // len(group) // 2)
            start = Barrier(len(starters))
            begun = [threads.submit(begins, browsers[who][place], who, group, start) for who, place in starters]
            [address] = {future.result() for future in begun}
            room_id = int(address.removeprefix("/rooms/"))
            people = look.execute("SELECT user_id FROM membership WHERE room_id = %s ORDER BY 1", (room_id,)).fetchall()
            assert [person for (person,) in people] == sorted(group)
            rooms.add(room_id)
        assert len(rooms) == len(GROUPS)
        assert look.execute(MADE).fetchone() == (before[0] + len(GROUPS),)
