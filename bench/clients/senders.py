"""Who says something in a room: a tab of StreamChat's, or `POST /say` at a peer."""

import socket
import time
from abc import ABC, abstractmethod
from urllib.parse import urlsplit

from bench.clients.crowd import Crowd
from bench.clients.viewer import body
from bench.server import ROOM


class Sender(ABC):
    """Says numbered messages."""

    @abstractmethod
    def say(self, numbers: range, interval: float) -> list[int]:
        """Say them, one every `interval` seconds or all at once, and return when each was sent, in monotonic ns."""

    @abstractmethod
    def close(self) -> None:
        """Leave."""


class TabSender(Sender):
    """A tab that does not follow the room it writes to."""

    def __init__(self, url: str) -> None:
        self._crowd = Crowd(url)
        self._crowd.ask("open", room=ROOM, viewers=1, follow=False, deflate=False)

    def say(self, numbers: range, interval: float) -> list[int]:
        """Say them, and wait until they are acknowledged."""
        sent: list[int] = self._crowd.ask("send", first=numbers[0], messages=len(numbers), interval=interval)
        return sent

    def close(self) -> None:
        """Close the tab."""
        self._crowd.__exit__()


class PostSender(Sender):
    """Requests on one connection, one after the other without waiting for answers, as events in a tab are."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)

    def say(self, numbers: range, interval: float) -> list[int]:
        """Say them, and wait until they are answered."""
        with socket.create_connection((self._address.hostname, self._address.port), 120) as connection:
            sent, start = [], time.monotonic()
            for count, number in enumerate(numbers):
                time.sleep(max(0.0, start + count * interval - time.monotonic()))
                sent.append(time.monotonic_ns())
                connection.sendall(self._request(body(number)))
            _wait_for_answers(connection, len(numbers))
        return sent

    def close(self) -> None:
        """There is nothing left to close."""

    def _request(self, text: str) -> bytes:
        head = f"POST /say HTTP/1.1\r\nHost: {self._address.netloc}\r\nContent-Type: text/plain\r\n"
        return f"{head}Content-Length: {len(text)}\r\n\r\n{text}".encode()


def _wait_for_answers(connection: socket.socket, answers: int) -> None:
    answered = b""
    while answered.count(b"HTTP/1.1 200") < answers:
        data = connection.recv(65536)
        if not data:
            raise RuntimeError(f"the server hung up: {answered[-300:]!r}")
        answered += data
