"""A process that is told to end, with time to do so."""

import signal

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.browser.conftest import Server

pytestmark = pytest.mark.drill

LONG, SHORT = ("--drain-seconds", "60"), ("--drain-seconds", "1")


@pytest.fixture
def leaving(tmp_path, visit):
    """A server that was told to end and has asked its one page to move, and who looked at it."""
    server = Server(tmp_path, options=LONG)
    visitor = visit(server)
    socket = visitor.connects(visitor.opens())
    socket.follows()
    socket.sends("acknowledged")
    socket.hears_broadcast("acknowledged")
    server.process.send_signal(signal.SIGTERM)
    with pytest.raises(ConnectionClosed) as closed:
        socket.hears("nothing any more")
    assert closed.value.rcvd.code == 1012
    yield server, visitor
    if server.process.poll() is None:
        server.stop(signal.SIGKILL)


def test_it_says_that_it_is_leaving_and_still_serves_pages(leaving):
    server, visitor = leaving
    told = httpx.get(f"{server.url}/healthz")
    assert (told.status_code, told.json()) == (503, {"status": "draining"})
    assert "acknowledged" in visitor.opens().html


def test_sockets_are_for_another_process(leaving):
    _, visitor = leaving
    with pytest.raises(InvalidStatus, match="503"):
        visitor.connects(visitor.opens())


def test_told_once_more_it_ends_at_once(leaving):
    server, _ = leaving
    server.stop(signal.SIGTERM)
    assert server.process.returncode == -signal.SIGTERM


def test_when_the_time_is_over_it_ends(tmp_path):
    server = Server(tmp_path, options=SHORT)
    server.stop(signal.SIGTERM)
    assert server.process.returncode == -signal.SIGTERM
    assert {path.name for path in tmp_path.iterdir()} == {"files", "streamchat.db"}


def test_ctrl_c_waits_for_nobody(tmp_path):
    server = Server(tmp_path, options=LONG)
    server.stop(signal.SIGINT)
