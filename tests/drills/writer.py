"""Somebody who says one thing after another through the API, each until it is acknowledged."""

import ssl
import threading
from collections.abc import Iterable, Sequence
from itertools import count
from uuid import uuid4

import httpx

PAUSE = 0.05
"""Seconds between two attempts, while nobody answers."""


class Writer(threading.Thread):
    """Counts with words, and knows what was acknowledged, in order: client id → (message id, body)."""

    def __init__(
        self, url: str, token: str, room: int, *, trusted: ssl.SSLContext | None = None, rest: float = 0
    ) -> None:
        super().__init__(daemon=True)
        self.acknowledged: dict[str, tuple[int, str]] = {}
        self.on_acknowledged = threading.Semaphore(0)
        self.on_refused = threading.Semaphore(0)
        self._rest = rest  # seconds between two messages
        self._over = threading.Event()
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(base_url=url, headers=headers, timeout=20, verify=trusted or True)
        self._path = f"/api/v1/rooms/{room}/messages"

    def run(self) -> None:
        for number in count(1):
            if self._over.is_set():
                return
            self.say(f"number {number} of {self.name}")
            self._over.wait(self._rest)

    def say(self, body: str) -> None:
        """Say it until it is acknowledged."""
        client_id = uuid4().hex
        while not self.attempt(body, client_id):
            self.on_refused.release()
            self._over.wait(PAUSE)

    def attempt(self, body: str, client_id: str) -> bool:
        """Say it once, and tell whether it was acknowledged."""
        try:
            response = self.post(body, client_id)
        except httpx.TransportError:
            return False
        if response.status_code not in (200, 201):
            return False
        self.acknowledged[client_id] = (response.json()["id"], body)
        self.on_acknowledged.release()
        return True

    def post(self, body: str, client_id: str) -> httpx.Response:
        return self._client.post(self._path, json={"body": body, "client_id": client_id})

    def stop(self) -> None:
        """Finish the message that is being said, and say no more."""
        self._over.set()
        if self.ident:
            self.join()
        self._client.close()


def check_kept(stored: Sequence[tuple[int, str, str | None]], writers: Iterable[Writer]) -> None:
    """Find what was acknowledged once and in its order among what is stored: message id, body, client id."""
    clients = [client for *_, client in stored if client]
    assert len(clients) == len(set(clients))
    by_client = {client: (number, body) for number, body, client in stored}
    for writer in writers:
        assert {key: by_client.get(key) for key in writer.acknowledged} == writer.acknowledged
        mine = [number for number, _, client in stored if client in writer.acknowledged]
        assert mine == [number for number, _ in writer.acknowledged.values()]  # in the order they were said
