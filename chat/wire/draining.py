"""Leaving without being missed: who asks is sent elsewhere, who is here is asked to move, and then it is over.

A proxy in front gives a refused socket (503) to another process. That one does not know the page, which makes the
browser load it anew there, with draft and unsent messages: those it has kept itself.
"""

import asyncio
import math
import signal
from typing import Any

from nicegui.server import Server

from chat.wire.protocols import open_sockets

ROUNDS = 10
"""Pages are asked to move in so many groups, in the first half of the time: all at once would flood the others."""


class Draining:
    """Whether this process is leaving; SIGTERM makes it so."""

    def __init__(self) -> None:
        self.is_under_way = False

    def watch(self, seconds: float) -> None:
        """Have SIGTERM begin it; call this on the loop, when uvicorn has put its own handlers in place."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.begin, seconds)

    def begin(self, seconds: float) -> None:
        """Send people elsewhere for so many seconds, then stop; asked once more, stop at once."""
        if self.is_under_way:
            return _stop()
        self.is_under_way = True
        loop = asyncio.get_running_loop()
        for number in range(ROUNDS):
            loop.call_later(seconds / 2 * number / ROUNDS, _ask_to_move, ROUNDS - number)
        loop.call_later(seconds, _stop)
        return None


draining = Draining()


def _ask_to_move(rounds_left: int) -> None:
    sockets = open_sockets()
    for socket in sockets[: math.ceil(len(sockets) / rounds_left)]:
        socket.shutdown()  # flushes what is on its way, and closes with "service restart"


def _stop() -> None:
    server: Any = Server.instance
    server.handle_exit(signal.SIGTERM, None)
