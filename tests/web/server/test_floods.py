"""One stranger sends as much as the network carries; others are served meanwhile."""

import pytest
from websockets.frames import Opcode

from tests.web.server.attacker import frame, raw, request, slowdown, websocket

pytestmark = pytest.mark.drill

PING, PONG, TEXT, CONT = Opcode.PING, Opcode.PONG, Opcode.TEXT, Opcode.CONT

FRAMES = {
    "pongs": frame(PONG),
    "pings": frame(PING),
    "empty fragments": frame(CONT, is_last=False),
    "tiny fragments": frame(CONT, b"x", is_last=False),
    "fragments and pongs": frame(CONT, b"x", is_last=False) + frame(PONG, b"x"),
}
BEGUN = frame(TEXT, b"3", is_last=False)

MESSAGES = {
    "empty messages": frame(TEXT),
    "messages": frame(TEXT, b"3"),
    "messages and pings": frame(TEXT, b"3") + frame(PING),
    "close frames": frame(Opcode.CLOSE),
    "reserved opcodes": bytes([0x83, 0x80, 0, 0, 0, 0]),
}

CHUNKED = "Transfer-Encoding: chunked"
FORM = "Content-Type: application/x-www-form-urlencoded"
STRANGER = "X-Forwarded-For: 10.6.0.1"
REQUESTS = {
    "one-byte chunks": (request("POST /login", STRANGER, CHUNKED, FORM), b"1\r\nx\r\n"),
    "one-byte chunks that nobody reads": (request("POST /nowhere", STRANGER, CHUNKED), b"1\r\nx\r\n"),
    "requests one behind the other": (b"", request("GET /nowhere", STRANGER)),
    "files one behind the other": (b"", request("GET /assets/app.css", STRANGER)),
    "empty lines": (b"", b"\r\n"),
}

TIMES = 30
"""How much longer others may wait at most: it was hundreds of times before there were limits."""


def begun(server, beginning):
    def connect():
        connection = websocket(server)
        connection.sendall(beginning)
        return connection

    return connect


@pytest.mark.parametrize("name", FRAMES)
def test_frames_that_say_nothing_keep_nobody_waiting(server, name):
    assert slowdown(server, begun(server, BEGUN), FRAMES[name] * 20_000) < TIMES


@pytest.mark.parametrize("name", MESSAGES)
def test_messages_keep_nobody_waiting(server, name):
    assert slowdown(server, begun(server, b""), MESSAGES[name] * 20_000) < TIMES


@pytest.mark.parametrize("name", REQUESTS)
def test_requests_keep_nobody_waiting(server, name):
    beginning, piece = REQUESTS[name]
    assert slowdown(server, lambda: raw(server, beginning), piece * 5000) < TIMES
