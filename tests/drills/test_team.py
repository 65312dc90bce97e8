"""A team's servers go away one after the other while people write: nobody loses anything, and open pages know all."""

import re
import shutil
import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.drills.team import PATIENCE, Team
from tests.ports import free_port
from tests.services import nginx, redis
from tests.services import postgres as database_server

REDIS_AWAY = 10
"""Seconds: longer than what is taken for a hiccup, shorter than what people get up for."""
LATE = re.compile("Live updates are delayed")

NEEDED = {"nginx": nginx.BINARY, "redis-server": redis.BINARY, "openssl": shutil.which("openssl")}
MISSING = ", ".join(name for name, binary in NEEDED.items() if not binary)

pytestmark = [pytest.mark.drill, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")]


@pytest.fixture(scope="module")
def servers(postgres: str, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Team]:
    """One set for all drills; only where the servers' tests are asked for, hence `postgres`, which is left alone."""
    folder = tmp_path_factory.mktemp("team")
    ports = (free_port(), free_port())
    with (
        database_server.running() as database,
        redis.running() as transport,
        nginx.running(folder / "nginx", ports) as proxy,
    ):
        team = Team(folder, database, transport, proxy, ports)
        team.logs_in(browser)
        yield team
        team.leaves()


@pytest.fixture
def team(servers: Team) -> Iterator[Team]:
    """People write, and two pages look on."""
    servers.begins()
    yield servers
    servers.stops()


def test_one_of_two_is_killed(team):
    home, other = team.viewers
    with home.page.expect_event("load"):
        team.servers[0].stop(signal.SIGKILL)
    team.goes_on()
    team.servers[0].start()
    team.goes_on()
    assert other.noticed_nothing()
    team.ends()


def test_one_of_two_is_asked_to_leave(team):
    home, other = team.viewers
    with home.page.expect_event("load"):
        team.servers[0].process.send_signal(signal.SIGTERM)
    team.goes_on()
    team.servers[0].ends()
    team.goes_on()
    team.servers[0].start()
    team.goes_on()
    assert other.noticed_nothing()
    team.ends()


def test_redis_is_away_for_a_while(team):
    back = time.monotonic() + REDIS_AWAY
    team.redis.stop()
    for viewer in team.viewers:
        expect(viewer.banner).to_have_text(LATE)
    team.goes_on()
    time.sleep(max(0, back - time.monotonic()))
    team.redis.start()
    for viewer in team.viewers:
        expect(viewer.banner).to_have_text("", timeout=PATIENCE * 1000)
    team.goes_on()
    assert all(viewer.noticed_nothing() for viewer in team.viewers)
    team.ends()


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_the_database_is_started_anew(team, how):
    team.postgres.stop(how)
    team.is_refused()
    team.postgres.start()
    team.goes_on()
    assert all(viewer.is_same_page() for viewer in team.viewers)
    team.ends()


def test_nginx_reads_its_file_again(team):
    for _ in range(3):
        team.nginx.reload()
        team.goes_on()
    assert all(viewer.noticed_nothing() for viewer in team.viewers)
    team.ends()


def test_somebody_hops_between_processes(team):
    hopper, other = team.viewers
    for route in reversed(team.routes):
        hopper.goes_to(route)
        with hopper.page.expect_event("load"):
            hopper.is_cut()
        hopper.is_live()
        hopper.is_cut()  # and is where it was
        team.goes_on(1)
    hopper.goes_to("")
    hopper.is_cut()
    team.goes_on()
    assert other.noticed_nothing()
    team.ends()
