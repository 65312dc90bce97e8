"""A viewer that follows a room and then reads nothing any more, whether it still answers pings or not."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path

from bench.clients.viewer import Viewer

PONG_EVERY = 10.0
"""Seconds: the server pings every 15 and waits for 10."""

BUFFER = 4096
"""Bytes that the operating system may keep for it; what it asks for is a hint."""

ESTABLISHED = "01"
"""The state of a connection, as Linux numbers them."""


class SilentClient(Viewer):
    """Somebody whose browser has stopped."""

    async def begin(self, room: int, *, answers_pings: bool) -> None:
        """Open a room's page, follow the room, and stop to read."""
        await self.open(room, deflate=False)
        transport = self.socket._wire.transport
        self._ports = [transport.get_extra_info(end)[1] for end in ("peername", "sockname")]
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        transport.pause_reading()
        for task in self.socket._tasks:
            task.cancel()
        self._answering = asyncio.create_task(self._answer_pings()) if answers_pings else None

    def is_dropped(self) -> bool:
        """Ask the operating system about the server's end: the news do not get through to who does not read."""
        ends = [f":{port:04X}" for port in self._ports]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, local, remote, state, *_ = line.split()
            if [local[-5:], remote[-5:]] == ends:
                return state != ESTABLISHED
        return True

    async def _answer_pings(self) -> None:
        """Answer engine.io's pings unread; those of the websocket itself cannot be, they must be sent back."""
        with suppress(Exception):
            while True:
                await asyncio.sleep(PONG_EVERY)
                await self.socket._wire.send("3")
