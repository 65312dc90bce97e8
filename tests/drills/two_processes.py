"""Two processes with one database, for what one of them is to do while both live, and the other once it is killed."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chat.storage.database import database
from models import db
from tests.browser.conftest import Server
from tests.services import redis

PATIENCE = 60.0
NAMES = ("https://one.example.org", "https://two.example.org")
"""The addresses of the processes, by which others know who turns to them."""


@pytest.fixture
def processes(empty_postgres: str, tmp_path: Path) -> Iterator[dict[str, Server]]:
    """Two processes on one PostgreSQL and one Redis, and a database that is open here as well."""
    with redis.running() as running:
        shared = ("--database", empty_postgres, "--redis", running.url)
        script = "tests/drills/with_open_endpoints.py"
        servers = {name: Server(tmp_path, None, script, (*shared, "--public-url", name)) for name in NAMES}
        database.open(empty_postgres)
        yield servers
        database.close()
        db.close()
        for server in servers.values():
            server.process.kill()
            server.ends()


async def becomes(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 (it is other processes that write)
        await asyncio.sleep(0.1)
