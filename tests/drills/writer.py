"""Somebody who says one thing after another through the API, each until it is acknowledged."""

import threading
from itertools import count
from uuid import uuid4

import httpx

PAUSE = 0.05
"""Seconds between two attempts, while nobody answers."""


class Writer(threading.Thread):
    """Counts with words, and knows what was acknowledged, in order: client id → (message id, body)."""

    def __init__(self, url: str, token: str, room: int) -> None:
        super().__init__(daemon=True)
        self.acknowledged: dict[str, tuple[int, str]] = {}
        self.on_acknowledged = threading.Semaphore(0)
        self._over = threading.Event()
        self._client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=20)
        self._path = f"/api/v1/rooms/{room}/messages"

    def run(self) -> None:
        for number in count(1):
            if self._over.is_set():
                return
            self.say(f"number {number} of {self.name}")

    def say(self, body: str) -> None:
        """Say it until it is acknowledged."""
        client_id = uuid4().hex
        while not self.attempt(body, client_id):
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
