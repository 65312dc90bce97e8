"""Two processes on one PostgreSQL and one Redis count guesses together, and both know the browsers that were used."""

from collections.abc import Iterator

import httpx
import pytest

from tests.browser.conftest import Server
from tests.services import redis

pytestmark = [pytest.mark.drill, pytest.mark.skipif(redis.BINARY is None, reason="redis-server is not installed")]

ADAM = {"email": "adam@streamchat.io", "password": "passw0rd!passw0rd!"}
WRONG = ADAM | {"password": "wrong wrong wrong"}


@pytest.fixture
def servers(empty_postgres: str, tmp_path) -> Iterator[list[Server]]:
    with redis.running() as running:
        options = ["--database", empty_postgres, "--redis", running.url]
        servers = []
        for number in (1, 2):
            servers.append(Server(tmp_path / str(number), options=options))
        yield servers
        for server in servers:
            server.stop()


def test_strangers_are_stopped_in_all_processes_and_known_browsers_in_none(servers):
    first, second = (server.url for server in servers)
    with httpx.Client() as known, httpx.Client() as stranger:
        assert known.post(f"{first}/login", data=ADAM).status_code == 303
        known.post(f"{first}/logout")
        guesses = [stranger.post(f"{(first, second)[n % 2]}/login", data=WRONG).status_code for n in range(16)]
        assert guesses == [401] * 10 + [429] * 6
        assert stranger.post(f"{first}/login", data=ADAM).status_code == 429
        assert known.post(f"{second}/login", data=ADAM).status_code == 303, "though it was used at the other one"
        for server in servers:
            server.stop()
            server.start()
        assert known.post(f"{first}/login", data=ADAM).status_code == 303, "and after a restart"
        assert stranger.post(f"{second}/login", data=ADAM).status_code == 429
