"""What the program tells of itself."""

import asyncio
import re
import time
from pathlib import Path

import httpx
import pytest
from nicegui import core
from prometheus_client.parser import text_string_to_metric_families

from chat.counters import counts
from chat.elements import topic
from chat.elements.traffic import traffic
from chat.errors import TooMany
from chat.web.server.metrics import Metrics
from chat.web.server.throttle import Throttle
from tests.browser.conftest import Server
from tests.web.server.raw_client import Visitor

TOKEN = "0123456789-a-token-for-tests"


def samples(text):
    """Read all numbers by their names, with labels where there are any."""
    families = text_string_to_metric_families(text)
    return {sample.name + "".join(sample.labels.values()): sample.value for one in families for sample in one.samples}


def numbers(metrics=None):
    return samples((metrics or Metrics()).text().decode())


@pytest.fixture
def followed(monkeypatch):
    """A topic that three sockets follow, which are told nothing in truth."""

    async def emit(*_args, **_options):
        pass

    monkeypatch.setattr(core.sio, "emit", emit)
    sockets = [(f"socket-{number}", "/", "stream:kitchen") for number in range(3)]
    for place in sockets:
        core.sio.manager.basic_enter_room(*place, eio_sid=f"eio-{place[0]}")
    yield "kitchen"
    for place in sockets:
        core.sio.manager.basic_leave_room(*place)


async def test_a_broadcast_is_counted_once_and_for_each_follower(followed):
    before = numbers()
    await topic.broadcast(followed, 7, "insert", [("1", "<p>hé</p>")])
    after = numbers()
    grown = {name: after[name] - before[name] for name in before if re.match("streamchat_.*_total", name)}
    assert {name: by for name, by in grown.items() if by} == {
        "streamchat_broadcasts_total": 1,
        "streamchat_deliveries_total": 3,
        "streamchat_delivered_bytes_total": 3 * len("<p>hé</p>".encode()),
    }
    assert (after["streamchat_followers"], after["streamchat_followed_topics"]) == (3, 1)


async def test_a_heartbeat_and_a_broadcast_that_nobody_hears_are_not_counted(followed):
    before = (traffic.broadcasts, traffic.deliveries)
    await topic.broadcast(followed, 8)
    await topic.broadcast("attic", 1, "insert", [("1", "<p></p>")])
    assert (traffic.broadcasts, traffic.deliveries) == before


async def test_who_is_throttled_is_counted_by_the_limit():
    throttle = Throttle("tests by day", rate=1, burst=1)
    before = counts.throttled["tests by day"]
    await throttle.acquire("ada")
    with pytest.raises(TooMany):
        await throttle.acquire("ada")
    assert counts.throttled["tests by day"] == before + 1
    assert numbers()["streamchat_throttled_totaltests by day"] == before + 1


async def test_reads_and_writes_are_measured_while_and_when_they_are_done():
    metrics = Metrics()
    with metrics.watch("write"):
        assert numbers(metrics)["streamchat_database_queuewrite"] == 1
        assert numbers(metrics)["streamchat_database_queueread"] == 0
    now = numbers(metrics)
    assert (now["streamchat_database_queuewrite"], now["streamchat_database_seconds_countwrite"]) == (0, 1)


async def test_a_loop_that_was_blocked_was_late(monkeypatch):
    monkeypatch.setattr(Metrics, "lag_every", 0.01)
    metrics = Metrics()
    metrics.start()
    time.sleep(0.2)  # noqa: ASYNC251 (what must not happen)
    await asyncio.sleep(0.01)
    assert numbers(metrics)["streamchat_event_loop_lag_seconds_sum"] > 0.1


def test_each_registry_is_its_own():
    one, other = Metrics(), Metrics()
    with one.watch("read"):
        pass
    assert numbers(other)["streamchat_database_seconds_countread"] == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("metrics"), options=["--metrics-token", TOKEN])
    yield server
    server.stop()


def scrape(server: Server, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.url}/metrics", headers={name.replace("_", "-"): text for name, text in headers.items()})


def test_a_visit_shows_in_the_numbers(server):
    before = samples(scrape(server).text)
    visitor = Visitor(server.url).logs_in(1)
    socket = visitor.connects(visitor.opens())
    socket.follows()
    socket.sends("counted")
    socket.hears_broadcast("counted")
    after = samples(scrape(server).text)
    visitor.leaves()
    for name in ("messages", "broadcasts", "deliveries", "catch_ups"):
        assert after[f"streamchat_{name}_total"] == before[f"streamchat_{name}_total"] + 1, name
    for name in ("followers", "followed_topics", "connected_clients"):
        assert after[f"streamchat_{name}"] == before[f"streamchat_{name}"] + 1, name
    assert after["streamchat_database_seconds_countwrite"] > before["streamchat_database_seconds_countwrite"]
    assert after["process_start_time_seconds"] == before["process_start_time_seconds"]


def test_this_machine_may_ask(server):
    response = scrape(server)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=")


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_For": "10.0.0.1"},
        {"X_Real_IP": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "chat.example.org"},
        {"X_Forwarded_For": "10.0.0.1", "Authorization": "Bearer another-token-of-tests"},
        {"X_Forwarded_For": "10.0.0.1", "Authorization": "Bearer"},
        {"X_Forwarded_For": "10.0.0.1", "Authorization": TOKEN},
    ],
)
def test_to_others_there_is_no_such_page(server, headers):
    there, nowhere = scrape(server, **headers), httpx.get(f"{server.url}/nowhere", headers={"X-Forwarded-For": "10.1"})
    assert there.status_code == nowhere.status_code == 404
    assert re.sub(r"\s", "", there.text) == re.sub(r"\s", "", nowhere.text)


def test_the_token_lets_anybody_ask(server):
    assert scrape(server, X_Forwarded_For="10.0.0.1", Authorization=f"Bearer {TOKEN}").status_code == 200


def test_without_a_token_no_word_opens_it(tmp_path: Path):
    server = Server(tmp_path)
    assert scrape(server).status_code == 200
    for word in ("", "Bearer", "Bearer None"):
        assert scrape(server, X_Forwarded_For="10.0.0.1", Authorization=word).status_code == 404
    server.stop()
