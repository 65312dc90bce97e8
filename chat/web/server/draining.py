"""Graceful shutdown: new sockets are refused, open pages are moved to other processes.

A proxy in front gives a refused socket (503) to another process. That one does not know the page, which makes the
browser load it anew there, with draft and unsent messages: those it has kept itself.
"""

import asyncio
import math
import os
import signal
from collections.abc import Callable
from threading import Timer

from chat.web.server.patches import server_exit
from chat.web.server.patches.websocket_protocol import open_sockets

ROUNDS = 10
"""Pages are asked to move in so many groups, in the first half of the time: all at once would flood the others."""

LAST_SECONDS = 1.0
"""How long a process that was told to end for the second time has for what it is doing."""


class Draining:
    """Whether this process is shutting down; SIGTERM begins it."""

    def __init__(self) -> None:
        self.in_progress = False
        self.on_stop: list[Callable[[], None]] = []
        """Called when people had their time, and before requests that have come in are finished."""

    def watch(self, seconds: float) -> None:
        """Handle SIGTERM; call this on the loop, when uvicorn has installed its own handlers."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.begin, seconds)

    def begin(self, seconds: float, stop: Callable[[], None] = server_exit.stop) -> None:
        """Move pages elsewhere for so many seconds, then call `stop`; the second call stops the process at once."""
        if self.in_progress:
            return self._stop_at_once()
        self.in_progress = True
        loop = asyncio.get_running_loop()
        for number in range(ROUNDS if seconds else 0):
            loop.call_later(seconds / 2 * number / ROUNDS, _ask_to_move, ROUNDS - number)
        loop.call_later(seconds, self._stop, stop)
        return None

    def _stop(self, stop: Callable[[], None]) -> None:
        try:
            for prepare in self.on_stop:
                prepare()
        finally:
            stop()

    def _stop_at_once(self) -> None:
        """Stop, and let the same signal kill the process if that takes too long."""
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
        killer = Timer(LAST_SECONDS, os.kill, (os.getpid(), signal.SIGTERM))
        killer.daemon = True
        killer.start()
        self._stop(server_exit.stop)


draining = Draining()


def _ask_to_move(rounds_left: int) -> None:
    sockets = open_sockets()
    for socket in sockets[: math.ceil(len(sockets) / rounds_left)]:
        socket.shutdown()  # flushes what is on its way, and closes with "service restart"
