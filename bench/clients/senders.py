"""Who says something in a room: a tab of StreamChat's, or `POST /say` at a peer."""

import json
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from secrets import token_urlsafe
from urllib.parse import urlsplit

from bench.clients.crowd import Crowd
from bench.clients.viewer import BODY_LENGTH, body
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


MOST_UNANSWERED = 50
"""Requests on one connection: some servers, ours too, hang up where more wait."""


class PostSender(Sender):
    """Requests on one connection, one after the other without waiting for each answer, as events in a tab are."""

    def __init__(self, url: str, rooms: Sequence[int] = (ROOM,), length: int = BODY_LENGTH) -> None:
        """Take the rooms that get the messages in turn, and how long each is."""
        self._address, self._rooms, self._length = urlsplit(url), rooms, length

    def say(self, numbers: range, interval: float) -> list[int]:
        """Say them, and wait until they are answered."""
        with socket.create_connection((self._address.hostname, self._address.port), 120) as connection:
            answers = _Answers(connection)
            sent, start = [], time.monotonic()
            for count, number in enumerate(numbers):
                time.sleep(max(0.0, start + count * interval - time.monotonic()))
                answers.wait_for(count + 1 - MOST_UNANSWERED)
                sent.append(time.monotonic_ns())
                connection.sendall(self._request(number))
            answers.wait_for(len(numbers))
        return sent

    def close(self) -> None:
        """There is nothing left to close."""

    def _request(self, number: int) -> bytes:
        text, room = body(number).ljust(self._length, "."), self._rooms[number % len(self._rooms)]
        head = f"POST /say?room={room} HTTP/1.1\r\nHost: {self._address.netloc}\r\nContent-Type: text/plain\r\n"
        return f"{head}Content-Length: {len(text)}\r\n\r\n{text}".encode()


class _Answers:
    """Counts the answers on a connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._heard = connection, b""

    def wait_for(self, answers: int) -> None:
        """Wait until there were so many."""
        while self._heard.count(b"HTTP/1.1 20") < answers:
            data = self._connection.recv(65536)
            if not data:
                raise RuntimeError(f"the server hung up: {self._heard[-300:]!r}")
            self._heard += data


class ProgramSender(PostSender):
    """A program that sends by the API on one connection that stays."""

    def __init__(self, url: str, token: str = "") -> None:
        super().__init__(url)
        self._token = token

    def _request(self, number: int) -> bytes:
        said = json.dumps({"body": body(number), "client_id": token_urlsafe(16)})
        head = f"POST /api/v1/rooms/{ROOM}/messages HTTP/1.1\r\nHost: {self._address.netloc}\r\n"
        head += f"Authorization: Bearer {self._token}\r\nContent-Type: application/json\r\n"
        return f"{head}Content-Length: {len(said)}\r\n\r\n{said}".encode()
