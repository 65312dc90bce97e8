"""Lets the first SIGTERM or SIGINT stop the server, and the second one end it at once.

Why: uvicorn takes a second SIGINT as "at once", but no SIGTERM, and even then waits for its connections.
Read in: uvicorn 0.54.0, nicegui 3.18.0
Without it: a process that was told twice to end waits until its slowest client is done, or is killed
Can go when: uvicorn drops connections at the second signal, of either kind
"""

import signal
from typing import Any

from nicegui.server import Server

_handle_exit = Server.handle_exit


def install() -> None:
    """Replace uvicorn's method."""
    Server.handle_exit = handle_exit  # type: ignore[assignment,method-assign]


def handle_exit(server: Any, number: int, frame: Any) -> None:
    """Stop the server, or end it now: the signal handler."""
    is_second = server.should_exit
    _handle_exit(server, number, frame)
    if is_second:
        server.force_exit = True
        for listener in server.servers[:1]:
            listener.get_loop().call_soon_threadsafe(_drop_all, server)


def stop() -> None:
    """Stop the server as SIGTERM does."""
    server: Any = Server.instance
    server.handle_exit(signal.SIGTERM, None)


def _drop_all(server: Any) -> None:
    for connection in list(server.server_state.connections):
        connection.transport.abort()
