import socket

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from chat.web.server.patches.frame_budget import MAX_CONTROL
from chat.web.server.patches.http_protocol import MAX_HEAD
from chat.web.server.patches.websocket_protocol import MAX_UNREAD


def raw(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=10)


def answer(connection):
    """Read all that is said until the connection ends."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def one_answer(connection):
    """Read one answer of JSON, and leave the connection open."""
    text = b""
    while not text.endswith(b"}"):
        text += connection.recv(65536)
    return text


def pour(connection, piece, size):
    """Send so much, or until the other side has had enough."""
    try:
        for _ in range(size // len(piece)):
            connection.sendall(piece)
    except OSError:
        return True
    return False


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"GET /", b"x" * 1000),
        (b"GET /login HTTP/1.1\r\nX: ", b"x" * 1000),
        (b"GET /login HTTP/1.1\r\n", b"X: xxxxxxxx\r\n" * 100),
        (b"POST /login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;x=" + b"x" * 996),
        (b"POST /login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: xxxxxxxx\r\n" * 100),
    ],
    ids=["address", "header", "headers", "chunk", "trailers"],
)
def test_what_has_no_end_is_not_read_to_the_end(server, start, piece):
    with raw(server) as connection:
        connection.sendall(start.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nHost: h\r\n"))
        assert pour(connection, piece, 20_000_000) or b" 400 " in answer(connection)


def test_a_head_of_usual_length_is_read(server):
    head = b"GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: " + b"x" * (MAX_HEAD // 2) + b"\r\n\r\n"
    with raw(server) as connection:
        for byte in range(0, len(head), 5000):
            connection.sendall(head[byte : byte + 5000])
        assert answer(connection).startswith(b"HTTP/1.1 200 ")


def test_many_requests_on_one_connection_are_not_one_long_head(server):
    request = b"GET /healthz HTTP/1.1\r\nHost: h\r\nCookie: " + b"x" * 10_000 + b"\r\n\r\n"
    with raw(server) as connection:
        for _ in range(2 * MAX_HEAD // len(request)):
            connection.sendall(request)
            assert one_answer(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("beginning", [b"", b"GET /login HTT", b"GET /login HTTP/1.1\r\nHost: h\r\nX: y"])
def test_who_never_finishes_a_request_is_not_waited_for(impatient, beginning):
    with raw(impatient) as connection:
        connection.sendall(beginning)
        assert answer(connection) == b""


def test_not_on_a_connection_that_has_been_used_either(impatient):
    with raw(impatient) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")
        assert one_answer(connection).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHo")
        assert answer(connection) == b""


def frames(opcode, count):
    return Frame(opcode, b"").serialize(mask=True, extensions=[]) * count


def test_a_socket_that_pings_without_end_is_ended(server, visit):
    adam = visit(server)
    one = adam.connects(adam.opens())
    one.wire.socket.sendall(frames(Opcode.PING, MAX_CONTROL // 2))
    one.follows()
    pour(one.wire.socket, frames(Opcode.PING, 100), 1_000_000)
    with pytest.raises(ConnectionClosed):
        one.hears("never")


def test_a_thousand_frames_in_one_piece_end_the_socket(server, visit):
    adam = visit(server)
    one = adam.connects(adam.opens())
    one.follows()
    one.wire.socket.sendall(Frame(Opcode.TEXT, b"3").serialize(mask=True, extensions=[]) * (MAX_UNREAD + 100))
    with pytest.raises(ConnectionClosed):
        one.hears("never")
