"""A websocket that keeps what arrives as it arrived, with the time; it is read when somebody asks.

A thousand of them in one process take a fraction of what a thousand clients of a library do, so that the viewers' work
neither delays what they measure nor takes the server's time.
"""

import asyncio
import base64
import os
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from bench.clients.frames import CLOSE, PING, PONG, TEXT, Reader, masked

ENGINE_PING, ENGINE_PONG = "2", "3"
PING_FRAME = b"\x81\x01" + ENGINE_PING.encode()
PROTOCOL_PING = b"\x89"
OFFER = "permessage-deflate; client_max_window_bits"
"""What browsers offer."""


class Tap(asyncio.Protocol):
    """One connection, and all that was heard on it since the last `forget`."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._opened: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._head = b""
        self._reader = Reader()
        self._unread: list[tuple[int, bytes]] = []
        self._heard: list[tuple[int, bytes]] = []
        self.is_deflated = False
        self.wire_bytes = 0
        self.lost = ""

    @classmethod
    async def open(cls, url: str, headers: Mapping[str, str], *, deflate: bool = False) -> "Tap":
        """Connect."""
        address = urlsplit(url)
        assert address.hostname
        assert address.port
        transport, tap = await asyncio.get_running_loop().create_connection(cls, address.hostname, address.port)
        key = base64.b64encode(os.urandom(16)).decode()
        asked = {"Host": address.netloc, "Upgrade": "websocket", "Connection": "Upgrade", **headers}
        asked |= {"Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"}
        if deflate:
            asked["Sec-WebSocket-Extensions"] = OFFER
        lines = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
        transport.write(f"GET {address.path}?{address.query} HTTP/1.1\r\n{lines}\r\n".encode())
        head = await asyncio.wait_for(tap._opened, 60)
        if b" 101 " not in head.partition(b"\r\n")[0]:
            raise RuntimeError(f"the socket was refused: {head!r}")
        tap.is_deflated = b"permessage-deflate" in head
        return tap

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it."""
        self.transport = transport  # type: ignore[assignment] # uvloop's says that it is another class

    def connection_lost(self, exc: Exception | None) -> None:
        """Note why."""
        self.lost = repr(exc or "the server closed the connection")
        if not self._opened.done():
            self._opened.set_result(self._head)

    def data_received(self, data: bytes) -> None:
        """Keep what came; only what asks whether anybody is there has to be answered at once."""
        if not self._opened.done():
            self._head += data
            if b"\r\n\r\n" not in self._head:
                return
            head, _, data = self._head.partition(b"\r\n\r\n")
            self._opened.set_result(head)
        self.wire_bytes += len(data)
        self._unread.append((time.monotonic_ns(), data))
        # What is packed tells nothing before it is read; uvicorn's own pings come alone.
        if self.is_deflated or PING_FRAME in data or data[:1] == PROTOCOL_PING:
            self.heard()

    def send(self, text: str) -> None:
        """Send a text frame."""
        self._write(masked(text))

    def _write(self, frame: bytes) -> None:
        if not self.transport.is_closing():  # by the server, which uvloop's raises at
            self.transport.write(frame)

    def heard(self) -> list[tuple[int, bytes]]:
        """Return the texts that came, and when."""
        unread, self._unread = self._unread, []
        for at, data in unread:
            for opcode, payload in self._reader.read(data):
                self._take(at, opcode, payload)
        return self._heard

    def holds(self, needle: bytes) -> bool:
        """Tell whether these bytes came; looks without reading, unless they came in pieces."""
        if self.is_deflated:
            return any(needle in text for _, text in reversed(self.heard()))
        return needle in b"".join(data for _, data in self._unread[-3:]) or any(
            needle in text for _, text in self._heard[-3:]
        )

    def forget(self) -> None:
        """Begin anew."""
        self.heard().clear()

    def _take(self, at: int, opcode: int, payload: bytes) -> None:
        if opcode == TEXT and payload == ENGINE_PING.encode():
            self.send(ENGINE_PONG)
        elif opcode == TEXT:
            self._heard.append((at, payload))
        elif opcode == PING:
            self._write(masked(payload, PONG))
        elif opcode == CLOSE:
            self.lost = f"the server closed the connection: {payload!r}"
            self.transport.close()
