"""Raw connections: says to the server what no browser would, as fast as it can."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count

import httpx
from websockets.frames import Frame, Opcode

from tests.browser.conftest import Server

SECONDS = 0.8
"""For which an attack lasts, and as long as one asks meanwhile."""

_numbers = count(1)


def raw(server: Server, beginning: bytes = b"") -> socket.socket:
    """Connect, and say how a request begins."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    with suppress(OSError):  # where the server has hung up already, whoever goes on notices
        connection.sendall(beginning)
    return connection


def request(line: str, *headers: str) -> bytes:
    """Write the head of a request."""
    return "\r\n".join([f"{line} HTTP/1.1", "Host: h", *headers, "", ""]).encode()


def websocket(server: Server, *headers: str) -> socket.socket:
    """Open a websocket as a stranger can: without a cookie, for no page."""
    number = next(_numbers)
    connection = raw(
        server,
        request(
            "GET /_nicegui_ws/socket.io/?EIO=4&transport=websocket",
            f"Origin: {server.url}",
            f"X-Forwarded-For: 10.8.{number // 256}.{number % 256}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            *headers,
        ).replace(b"Host: h", f"Host: 127.0.0.1:{server.port}".encode()),
    )
    if b" 101 " not in (answer := connection.recv(4096)):
        connection.close()
        raise ConnectionRefusedError(answer)
    return connection


def frame(opcode: Opcode, data: bytes = b"", *, is_last: bool = True) -> bytes:
    """Write a frame as browsers do, masked."""
    return Frame(opcode, data, is_last).serialize(mask=True, extensions=[])


def everything(connection: socket.socket) -> bytes:
    """Read until the server ends the connection."""
    parts = []
    with suppress(ConnectionResetError):
        while part := connection.recv(1 << 20):
            parts.append(part)
    return b"".join(parts)


@contextmanager
def flood(connect: Callable[[], socket.socket], piece: bytes) -> Iterator[None]:
    """Send a piece again and again, from connection after connection, while others do something."""
    is_over = threading.Event()

    def send() -> None:
        while not is_over.is_set():
            with suppress(OSError), connect() as connection:
                connection.settimeout(0.5)
                while not is_over.is_set():
                    connection.sendall(piece)
            is_over.wait(0.02)  # a connection must cost its sender something too, or the test measures the sender

    thread = threading.Thread(target=send)
    thread.start()
    yield
    is_over.set()
    thread.join()


_askers = count()


def waiting_time(server: Server, seconds: float = SECONDS) -> float:
    """Ask for a file again and again, and return how long that takes at the median."""
    taken: list[float] = []
    with httpx.Client(base_url=server.url, timeout=60, verify=False) as http:
        end = time.perf_counter() + seconds
        while (start := time.perf_counter()) < end or len(taken) < 5:
            number = next(_askers)
            others = {"X-Forwarded-For": f"10.7.{number // 200 % 200}.{number % 200}"}  # each asks rarely enough
            assert http.get("/assets/icon.svg", headers=others).status_code == 200
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def slowdown(server: Server, connect: Callable[[], socket.socket], piece: bytes) -> float:
    """Return how many times longer one waits during a flood than before and after it, whichever was slower."""
    before = waiting_time(server, SECONDS / 2)
    with flood(connect, piece):
        during = waiting_time(server)
    return during / max(before, waiting_time(server, SECONDS / 2))
