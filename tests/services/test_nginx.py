"""The nginx.conf that we ship, in a real nginx with two processes behind it."""

import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Event, Thread

import httpx
import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed, InvalidStatus

from chat.accounts import hash_token
from tests.browser.conftest import Server
from tests.ports import free_port
from tests.services import redis
from tests.services.nginx import BINARY, METRICS_TOKEN, MISSING, Nginx, connected_clients, running
from tests.web.server.raw_client import Socket, Visitor

pytestmark = [pytest.mark.drill, pytest.mark.skipif(BINARY is None, reason=MISSING)]

Place = tuple[Nginx, list[Server]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An nginx, and two processes on one database."""
    folder = tmp_path_factory.mktemp("place")
    ports = (free_port(), free_port())
    with redis.running() as bus, running(folder / "nginx", ports) as nginx:
        options = ("--public-url", nginx.url, "--trusted-proxies", "127.0.0.1", "--drain-seconds", "10")
        options += ("--metrics-token", METRICS_TOKEN, "--redis", bus.url)
        servers = [Server(folder / "data", port, options=options) for port in ports]
        yield nginx, servers
        for server in servers:
            server.stop()


@pytest.fixture(autouse=True)
def fresh_limits(request: pytest.FixtureRequest) -> None:
    """Forget what the tests before have used up of this address's limits, which both processes share."""
    if "place" in request.fixturenames:
        _, servers = request.getfixturevalue("place")
        with Redis.from_url(servers[0].options[-1]) as limits:
            limits.flushall()


@pytest.fixture
def come(place: Place) -> Iterator[Callable[[], Visitor]]:
    """Have people come to the place, each with a browser of their own."""
    nginx, _ = place
    visitors: list[Visitor] = []

    def come() -> Visitor:
        visitors.append(Visitor(nginx.url, nginx.trusted))
        visitors[-1].http.get("/login")  # brings the cookie by which they stay
        return visitors[-1].logs_in(1)

    yield come
    for visitor in visitors:
        visitor.leaves()


def sits_down(visitor: Visitor) -> Socket:
    """Open a room, and again if the page's socket finds itself in another process: that is what browsers do.

    For ten seconds after a restart nginx may still pass the one over that was away.
    """
    for _ in range(50):
        socket = visitor.connects(visitor.opens())
        if not socket.hears("4").startswith("44"):
            socket.follows()
            return socket
    raise AssertionError("sent away again and again")


def test_nginx_accepts_the_file(tmp_path):
    result = Nginx(tmp_path, (8081, 8082)).check()
    assert "test is successful" in result.stderr
    assert "[warn]" not in result.stderr


def test_a_browser_stays_with_its_process_and_both_have_some(place, come):
    """A page's socket is welcome in the process that has made the page, and nowhere else."""
    _, servers = place
    for _ in range(10):
        visitor = come()
        for _ in range(2):
            visitor.connects(visitor.opens()).follows()
    counts = [connected_clients(server.url) for server in servers]
    assert sum(counts) == 20
    assert all(count and count % 2 == 0 for count in counts)


def test_what_is_said_comes_through(come):
    socket = sits_down(come())
    socket.sends("through TLS, nginx and a websocket")
    socket.hears_broadcast("through TLS")


def test_the_cookie_comes_once_and_is_for_the_browser_alone(place):
    nginx, _ = place
    with httpx.Client(base_url=nginx.url, verify=nginx.trusted) as client:
        first = client.get("/login").headers.get_list("set-cookie")
        route = next(cookie for cookie in first if cookie.startswith("streamchat_route="))
        assert re.fullmatch(r"streamchat_route=\w{32}; Path=/; Max-Age=\d+; HttpOnly; Secure; SameSite=Lax", route)
        again = client.get("/login").headers.get_list("set-cookie")
        assert not [cookie for cookie in again if cookie.startswith("streamchat_route=")]


def test_nobody_says_who_they_are_but_nginx(place):
    """Whoever claims an address of their own at each attempt is limited all the same."""
    nginx, _ = place
    form = {"email": "nobody@example.org", "password": "wrong wrong wrong"}
    with httpx.Client(base_url=nginx.url, verify=nginx.trusted, headers={"Origin": nginx.url}) as client:
        client.get("/login")
        answers = [
            client.post("/login", data=form, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(25)
        ]
    assert 429 in answers


def test_metrics_are_not_for_the_network(place):
    nginx, _ = place
    assert httpx.get(f"{nginx.url}/metrics", verify=nginx.trusted).status_code == 404


def test_words_come_through_while_they_come(place):
    nginx, servers = place
    headers = {"Authorization": f"Bearer {let_in(servers[0], 'token-of-words')}"}
    with httpx.Client(base_url=f"{nginx.url}/api/v1", verify=nginx.trusted, headers=headers) as program:
        begun = program.post("/rooms/1/messages", json={"streaming": True}).raise_for_status().json()["id"]

        def lines():
            yield b'{"text": "One "}\n'
            with httpx.Client(base_url=f"{nginx.url}/api/v1", verify=nginx.trusted, headers=headers) as reader:
                while "One " not in [one["body"] for one in reader.get("/rooms/1/messages").json()["messages"]]:
                    pass
            yield b'{"text": "two"}\n'

        kind = {"Content-Type": "application/x-ndjson"}
        added = program.post(f"/messages/{begun}/append", content=lines(), headers=kind)
        assert (added.status_code, added.json()) == (200, {"length": 7})
        program.post(f"/messages/{begun}/finish", json={"offset": 7}).raise_for_status()


def let_in(server: Server, token: str) -> str:
    """Have a token be good."""
    with closing(sqlite3.connect(server.data_dir / "streamchat.db")) as database, database:
        sql = "INSERT OR IGNORE INTO apitoken (token_hash, user_id, name, created_at) VALUES (?, 2, 'drill', 1)"
        database.execute(sql, (hash_token(token),))  # it may be there from another try
    return token


class Passers:
    """People who come, say something and go, as fast as they can, and note what was wrong with the answers."""

    def __init__(self, nginx: Nginx, token: str) -> None:
        self.wrong: list[object] = []
        self.count = 0
        self._nginx, self._token = nginx, token
        self._is_over = Event()
        self._threads = [Thread(target=self._keep, args=(does,)) for does in (self._looks, self._says, self._connects)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _keep(self, does: Callable[[Visitor], object]) -> None:
        while not self._is_over.wait(0.3):
            visitor = Visitor(self._nginx.url, self._nginx.trusted)
            try:
                does(visitor)
                self.count += 1
            except (AssertionError, InvalidStatus, httpx.TransportError) as error:
                self.wrong.append(error)
            visitor.leaves()

    def _looks(self, visitor: Visitor) -> None:
        assert (status := visitor.http.get("/login").status_code) == 200, status

    def _says(self, visitor: Visitor) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = visitor.http.post("/api/v1/rooms/1/messages", json={"body": "on my way"}, headers=headers)
        assert answer.status_code in (200, 201, 429), answer.status_code

    def _connects(self, visitor: Visitor) -> None:
        visitor.connects(visitor.logs_in(3).opens("/rooms/2"))


def test_one_process_after_the_other_is_restarted_and_nobody_is_turned_away(place):
    """As docs/deployment.md says, but without the pause in it."""
    nginx, servers = place
    passers = Passers(nginx, let_in(servers[0], "token-of-passers"))
    for server in servers:
        server.process.send_signal(signal.SIGTERM)
        server.ends()
        server.start()
        while httpx.get(f"{server.url}/healthz").status_code != 200:
            pass
    passers.stop()
    assert passers.wrong == []
    assert passers.count > 30


def test_a_process_that_leaves_hands_its_people_to_the_other(place, come):
    _, (leaving, staying) = place
    moved = []
    while len(moved) < 3:
        before = connected_clients(leaving.url)
        visitor = come()
        socket = sits_down(visitor)
        if connected_clients(leaving.url) > before:
            moved.append((visitor, socket))
    try:
        leaving.process.send_signal(signal.SIGTERM)
        for _, socket in moved:
            with pytest.raises(ConnectionClosed):
                socket.hears("nothing any more")
        before = connected_clients(staying.url)
        for visitor, _ in moved:
            sits_down(visitor)
        assert connected_clients(staying.url) == before + 3
        leaving.stop(signal.SIGTERM)
        sits_down(moved[0][0])
    finally:  # the other tests need both, and so does another try
        if leaving.process.poll() is None:
            leaving.stop(signal.SIGTERM)
        leaving.start()
