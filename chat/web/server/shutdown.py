"""How the process ends: requests are finished, and nobody who does not read or write holds that up.

The first SIGTERM or SIGINT stops the server, the second one ends it at once.
"""

from typing import Any

from nicegui.server import Server

CLIENT_SECONDS = 3.0
"""Time that clients have to send what is missing of a request and to read what is theirs."""

WORK_SECONDS = 10
"""Time for the work on requests that have come in completely; then it is cancelled."""

_handle_exit = Server.handle_exit


def install() -> None:
    """Take the place of uvicorn's method, which only SIGINT can hurry."""
    Server.handle_exit = handle_exit  # type: ignore[assignment,method-assign]


def handle_exit(server: Any, number: int, frame: Any) -> None:
    """Stop the server, or end it now: the signal handler."""
    is_second = server.should_exit
    _handle_exit(server, number, frame)
    if is_second:
        server.force_exit = True
        for listener in server.servers[:1]:
            listener.get_loop().call_soon_threadsafe(_drop_all, server)


def _drop_all(server: Any) -> None:
    for connection in list(server.server_state.connections):
        connection.transport.abort()
