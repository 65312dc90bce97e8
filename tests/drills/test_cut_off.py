"""One of two processes loses its connection to Redis, and nobody else does."""

import selectors
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from chat.realtime.redis_transport import HEARTBEAT
from tests.browser.conftest import Server
from tests.services import redis
from tests.web.server.raw_client import Visitor
from tests.web.server.test_signed_out import hears_until_the_end, stubborn

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed"),
]


class Cable:
    """Passes on what goes to an address, until it is cut."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._ends: dict[socket.socket, socket.socket] = {}
        self._watch = selectors.DefaultSelector()
        self._watch.register(self._listener, selectors.EVENT_READ)
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        self._target = 0
        socket.create_connection(("127.0.0.1", self.port)).close()  # wakes it up
        self._thread.join()

    def _run(self) -> None:
        while self._target:
            for key, _ in self._watch.select():
                if key.fileobj is self._listener:
                    self._connect(self._listener.accept()[0])
                else:
                    self._pass_on(key.fileobj)  # type: ignore[arg-type]
        for each in (self._listener, *self._ends):
            each.close()

    def _connect(self, near: socket.socket) -> None:
        if not self._target:
            return near.close()
        far = socket.create_connection(("127.0.0.1", self._target))
        for one, other in ((near, far), (far, near)):
            self._ends[one] = other
            self._watch.register(one, selectors.EVENT_READ)
        return None

    def _pass_on(self, end: socket.socket) -> None:
        if data := end.recv(65536):
            self._ends[end].sendall(data)
        else:
            self._watch.unregister(end)


@dataclass
class Pair:
    """Two processes; the first reaches Redis through a cable."""

    cable: Cable
    first: Server
    second: Server
    visitors: list[Visitor] = field(default_factory=list)

    def comes(self, server: Server, person: int) -> Visitor:
        self.visitors.append(Visitor(server.url).logs_in(person))
        return self.visitors[-1]

    def meets(self) -> None:
        """Wait until the second process knows of the first: a server is ready before it is connected to Redis."""
        say, watch = (stubborn(self.comes(server, 4)) for server in (self.first, self.second))
        before = watch.page.stream["since"]
        say.sends("is anybody there?")
        while f'"room:1",{before + 1}' not in watch.hears('42["stream"'):
            pass
        time.sleep(2 * HEARTBEAT)

    def also_at(self, server: Server, visitor: Visitor) -> Visitor:
        """Come to another process with the same cookie."""
        self.visitors.append(other := Visitor(server.url))
        other.http.cookies.update(visitor.http.cookies)
        return other


@pytest.fixture
def pair(empty_postgres: str, tmp_path: Path) -> Iterator[Pair]:
    with redis.running() as running:
        cable = Cable(urlsplit(running.url).port or 0)
        ports = (cable.port, running.port)
        servers = [
            Server(tmp_path, options=["--database", empty_postgres, "--redis", f"redis://127.0.0.1:{port}/0"])
            for port in ports
        ]
        pair = Pair(cable, servers[0], servers[1])
        pair.meets()
        yield pair
        for visitor in pair.visitors:
            visitor.leaves()
        for server in servers:
            server.stop()


def test_what_is_said_at_the_one_cut_off_is_soon_seen_at_the_other(pair: Pair) -> None:
    adam, blake = pair.comes(pair.first, 3), pair.comes(pair.second, 6)
    watch = stubborn(blake)
    say = stubborn(adam)
    pair.cable.cut()
    say.hears('42["update"')  # the banner
    watch.hears('42["update"')
    before = watch.page.stream["since"]
    say.sends("can anybody hear me?")
    while f'"room:1",{before + 1}]' not in watch.hears('42["stream"'):
        pass  # heartbeats, until one tells of the new revision
    assert "can anybody hear me?" in blake.opens().html


def test_who_logs_out_at_the_one_cut_off_is_out_at_the_other(pair: Pair) -> None:
    adam = pair.comes(pair.first, 3)
    elsewhere = stubborn(pair.also_at(pair.second, adam))
    pair.cable.cut()
    elsewhere.hears('42["update"')
    assert adam.http.post("/logout", headers={"Origin": pair.first.url}).status_code == 303
    # The page loads itself again: that is the login page, and from there the way back.
    assert hears_until_the_end(elsewhere) == ['42["open",{"path":"?","new_tab":false}]']
