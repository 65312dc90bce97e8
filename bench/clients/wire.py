"""The socket that nicegui.js opens: engine.io 4 and socket.io 5 over a websocket, with NiceGUI's implicit handshake."""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from bench.clients.page import BROWSER, Page

ACK_INTERVAL = 3.0
"""Seconds, as in nicegui.js."""


PATIENCE = 60.0
"""Seconds until an answer counts as missing."""

CONNECT_PATIENCE = 8.0
"""Seconds, as in socket.js."""

Hear = Callable[["Socket", str], Awaitable[None]]


class UnknownPage(Exception):
    """The server does not know the page any more; a browser loads it anew."""


class Wire(ClientConnection):
    """A websocket that counts every byte that arrives, frame headers included."""

    wire_bytes = 0

    def data_received(self, data: bytes) -> None:
        """Count, then go on."""
        self.wire_bytes += len(data)
        super().data_received(data)


class Socket:
    """A page's connection to the server: answers pings, acknowledges, and hands on the events it hears."""

    def __init__(self, wire: Wire, page: Page, hear: Hear) -> None:
        self._wire, self._hear = wire, hear
        self.client_id: str = page.query["client_id"]
        self._next_message_id: int = page.query["next_message_id"]
        self._acked_message_id = -1
        self._connected = asyncio.Event()
        self._is_unknown = False
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._ack())]
        self.lost = ""

    @classmethod
    async def open(cls, url: str, page: Page, hear: Hear, *, deflate: bool) -> "Socket":
        """Connect as the browser does, the first time or again; `hear` gets the text of every event."""
        for name in ("tab_id", "document_id"):  # the same as long as the page lives
            page.query.setdefault(name, str(uuid.uuid4()))
        query = urlencode({**page.query, "implicit_handshake": "true", "EIO": 4, "transport": "websocket"})
        wire = await connect(
            f"{url.replace('http', 'ws', 1)}/_nicegui_ws/socket.io/?{query}",
            origin=Origin(url),
            additional_headers={**BROWSER, "Cookie": page.cookie, "X-Forwarded-For": page.address},
            user_agent_header=None,
            compression="deflate" if deflate else None,
            ping_interval=None,
            max_size=None,
            open_timeout=CONNECT_PATIENCE,
            create_connection=Wire,
        )
        assert isinstance(wire, Wire)
        socket = cls(wire, page, hear)
        async with asyncio.timeout(PATIENCE):
            await socket._connected.wait()
        if socket._is_unknown:
            raise UnknownPage
        if socket.lost:
            raise ConnectionError(socket.lost)
        return socket

    @property
    def wire_bytes(self) -> int:
        """All bytes received so far."""
        return self._wire.wire_bytes

    @property
    def is_deflated(self) -> bool:
        """Whether the server agreed to compress."""
        return bool(self._wire.protocol.extensions)

    async def emit(self, event: str, data: object) -> None:
        """Send a socket.io event."""
        await self._wire.send("42" + json.dumps([event, data], separators=(",", ":"), ensure_ascii=False))

    @property
    def next_message_id(self) -> int:
        """The first of NiceGUI's numbered messages that has not come yet."""
        return self._next_message_id

    def received(self, message_id: int) -> bool:
        """Note one of NiceGUI's numbered messages, to be acknowledged in a while; tell whether it is new."""
        is_new = message_id >= self._next_message_id
        self._next_message_id = max(self._next_message_id, message_id + 1)
        return is_new

    async def ended(self) -> None:
        """Wait until the connection is lost."""
        await asyncio.wait(self._tasks[:1])

    def cut(self) -> None:
        """Lose the connection without a word, as in a tunnel."""
        self._wire.transport.abort()

    async def close(self) -> None:
        """Close the tab."""
        for task in self._tasks:
            task.cancel()
        await self._wire.close()

    async def _listen(self) -> None:
        try:
            await self._take_in()
        except Exception as error:
            self.lost = repr(error)
        finally:
            self._connected.set()
            self._tasks[1].cancel()

    async def _take_in(self) -> None:
        async for text in self._wire:
            assert isinstance(text, str)
            if text.startswith("42"):
                await self._hear(self, text)
            elif text == "2":
                await self._wire.send("3")
            elif text.startswith("40"):
                self._connected.set()
            elif text.startswith("44"):
                self._is_unknown = True
                return
            elif text.startswith("0"):
                await self._wire.send("40")
            else:
                raise RuntimeError(f"the server sent {text}")
        self.lost = "the server closed the connection"

    async def _ack(self) -> None:
        while True:
            await asyncio.sleep(ACK_INTERVAL)
            if self._acked_message_id < self._next_message_id:
                self._acked_message_id = self._next_message_id
                await self.emit("ack", {"client_id": self.client_id, "next_message_id": self._next_message_id})
