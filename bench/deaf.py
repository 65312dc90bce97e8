"""A viewer that follows a room and then reads nothing any more, whether it still answers pings or not."""

import asyncio
import socket
from contextlib import suppress

from bench.viewer import Viewer

PONG_EVERY = 10.0
"""Seconds: the server pings every 15 and waits for 10."""

ESTABLISHED = 1
"""The state of a connection, as Linux numbers them."""

BUFFER = 4096
"""Bytes that the operating system may keep for it; what it asks for is a hint."""


class Deaf(Viewer):
    """Somebody whose browser has stopped."""

    async def begin(self, room: int, *, answers_pings: bool) -> None:
        """Open a room's page, follow the room, and stop to read."""
        await self.open(room, deflate=False)
        wire = self.socket._wire
        wire.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        wire.transport.pause_reading()
        for task in self.socket._tasks:
            task.cancel()
        self._answering = asyncio.create_task(self._answer_pings()) if answers_pings else None

    def is_dropped(self) -> bool:
        """Ask the operating system whether the server has closed the connection."""
        wire: socket.socket = self.socket._wire.transport.get_extra_info("socket")
        return wire.fileno() < 0 or wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != ESTABLISHED

    async def _answer_pings(self) -> None:
        """Answer pings that were not read: engine.io does not mind one too many."""
        with suppress(Exception):
            while True:
                await asyncio.sleep(PONG_EVERY)
                await self.socket._wire.send("3")
