"""Clients that begin something and do not go on with it."""

import contextlib
import resource
import signal
import socket
import time

import httpx
import pytest

from tests.browser.conftest import Server
from tests.web.server.attacker import everything, raw, request, websocket

pytestmark = pytest.mark.drill

CHUNKED = "Transfer-Encoding: chunked"
FORM = "Content-Type: application/x-www-form-urlencoded"
LONG = "Content-Length: 1000"

UNFINISHED = {
    "nothing": b"",
    "half a head": b"GET /login HTTP/1.1\r\nHost: h",
    "no body": request("POST /login", FORM, LONG),
    "half a body": request("POST /login", FORM, LONG) + b"email=",
    "a body without an end": request("POST /login", FORM, CHUNKED) + b"5\r\nemail\r\n",
    "a body that nobody reads": request("POST /nowhere", LONG) + b"x",
    "a body of what has none": request("GET /login", LONG) + b"x",
    "half a form of parts": request("POST /login", "Content-Type: multipart/form-data; boundary=b", LONG) + b"--b\r\n",
    "half a program's request": request("POST /api/v1/rooms/1/messages", "Content-Type: application/json", LONG) + b"{",
    "half a handshake": b"GET /_nicegui_ws/socket.io/ HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n",
    "an empty line": b"\r\n",
}

TRICKLES = {
    "a head": (b"GET /login HTTP/1.1\r\nX: ", b"x"),
    "empty lines": (b"", b"\r\n"),
    "a body": (request("POST /login", FORM, "Content-Length: 60000"), b"x"),
    "chunks": (request("POST /login", FORM, CHUNKED), b"1\r\nx\r\n"),
    "chunks that nobody reads": (request("POST /nowhere", CHUNKED), b"1\r\nx\r\n"),
    "a request after another one": (request("GET /healthz"), b"\r\n"),
}


def trickle(connection, piece, reads=0):
    """Send a little again and again, and read as little."""
    for _ in range(400):
        connection.sendall(piece)
        time.sleep(0.02)
        if reads and not connection.recv(reads):
            raise ConnectionResetError("reset by peer, politely")


@pytest.mark.parametrize("name", UNFINISHED)
def test_who_does_not_finish_is_not_waited_for(impatient, name):
    with raw(impatient, UNFINISHED[name]) as connection:
        everything(connection)


@pytest.mark.parametrize("name", TRICKLES)
def test_who_trickles_is_not_waited_for(impatient, name):
    beginning, piece = TRICKLES[name]
    with raw(impatient, beginning) as connection, pytest.raises(OSError, match=r"Broken pipe|reset by peer"):
        trickle(connection, piece)


def test_who_does_not_read_the_answers_is_not_waited_for(impatient):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", impatient.port))
    connection.sendall(request("GET /assets/emoji.json") * 90)
    with connection, pytest.raises(OSError, match=r"Broken pipe|reset by peer"):
        trickle(connection, b"\r\n", reads=1)


def test_a_slow_upload_that_goes_on_is_waited_for(server):
    body = b"email=" + b"x" * 20
    with raw(server, request("POST /login", FORM, f"Content-Length: {len(body)}", "Connection: close")) as connection:
        for byte in body:
            connection.sendall(bytes([byte]))
            time.sleep(0.01)
        assert everything(connection).startswith(b"HTTP/1.1 ")


# ---- descriptors


FEW = 256


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A server that the system allows few descriptors."""

    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (FEW, FEW))

    server = Server(tmp_path_factory.mktemp("small"), preexec=limit)
    yield server
    server.stop(signal.SIGKILL)


@pytest.mark.parametrize("beginning", [b"", request("POST /login", FORM, LONG), b"GET /"])
def test_who_says_nothing_uses_up_no_descriptors(small, beginning):
    held = [raw(small, beginning) for _ in range(FEW)]
    for _ in range(5):
        assert httpx.get(f"{small.url}/login", timeout=5).status_code == 200
    for connection in held:
        connection.close()


# ---- the end


def test_who_is_stuck_does_not_hold_up_the_end_and_a_request_that_goes_on_is_finished(tmp_path):
    server = Server(tmp_path)
    held = [raw(server, beginning) for beginning in UNFINISHED.values()]
    held.append(websocket(server))
    body = b"email=adam@streamchat.io&password=wrong-password"
    good = raw(server, request("POST /login", FORM, f"Content-Length: {len(body)}"))
    good.sendall(body[:10])
    assert httpx.get(f"{server.url}/healthz").status_code == 200  # all that was said before has been read
    server.process.send_signal(signal.SIGTERM)
    good.sendall(body[10:])
    assert everything(good).startswith(b"HTTP/1.1 401 ")
    server.ends()
    assert server.process.returncode == -signal.SIGTERM
    for connection in (*held, good):
        connection.close()


def test_asked_twice_it_ends_at_once(tmp_path):
    server = Server(tmp_path, script="tests/web/server/patient.py", options=["--log-level", "info"])
    with raw(server, UNFINISHED["half a body"]):
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        server.process.send_signal(signal.SIGTERM)
        while is_listening(server):
            pass
        server.stop(signal.SIGTERM)


def is_listening(server):
    with contextlib.suppress(OSError), raw(server):
        return True
    return False
