"""A request whose body comes in pieces, as the server hands it to the app: httpx waits for the end of it."""

import asyncio
import json
from typing import Any

from starlette.types import ASGIApp, Message, Scope

Headers = list[tuple[bytes, bytes]]


class Exchange:
    """A request that has begun, and its answer."""

    def __init__(self, app: ASGIApp, method: str, path: str, headers: Headers) -> None:
        self.status, self.headers, self.body = 0, [], b""  # type: tuple[int, Headers, bytes]
        self._coming: asyncio.Queue[Message] = asyncio.Queue()
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "state": {},
        }
        scope |= {"method": method, "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b""}
        scope |= {"headers": headers, "client": ("127.0.0.1", 1234), "server": ("test", 80)}
        self.state: dict[str, Any] = scope["state"]
        self._task = asyncio.ensure_future(app(scope, self._coming.get, self._take))

    def send(self, piece: bytes, *, is_last: bool = False) -> None:
        """Send a piece of the body."""
        self._coming.put_nowait({"type": "http.request", "body": piece, "more_body": not is_last})

    async def ended_with(self, piece: bytes) -> tuple[int, Any]:
        """Send the last piece, and return what is answered."""
        self.send(piece, is_last=True)
        return await self.answered()

    def header(self, name: bytes) -> bytes:
        """Return a header of the answer."""
        return dict(self.headers).get(name, b"")

    def break_off(self) -> None:
        """End the connection in the middle of it."""
        self._coming.put_nowait({"type": "http.disconnect"})

    async def answered(self) -> tuple[int, Any]:
        """Wait for the answer, and return its status and what it says."""
        await self._task
        return self.status, json.loads(self.body) if self.body else None

    async def _take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], sorted(message["headers"])
        else:
            self.body += message.get("body", b"")
