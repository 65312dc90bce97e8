"""Open pages by session: when a session ends, its pages are deleted and their sockets closed.

The browser is asked first to load the address that it shows, where it is sent to the login page and back once somebody
has logged in. A client that ignores this loses its socket all the same.
"""

import asyncio

from nicegui import Client, background_tasks

from chat import accounts
from chat.elements.socket_rooms import leave_all
from chat.storage.database import database
from chat.web.server.patches import engine_sockets
from chat.web.server.patches.page_deletion import delete_page

AGAIN = "?"
"""The address that a browser shows, without a query: only the browser knows which room that is by now."""

GRACE = 1.0
"""Seconds between asking a browser to leave and closing its socket: a browser leaves at once by itself."""

_sessions: dict[Client, int] = {}
"""The session of each open page."""


def register(client: Client, session_id: int) -> None:
    """Remember whose an open page is, until it goes."""
    _sessions[client] = session_id
    client.on_delete(lambda: _sessions.pop(client, None))


async def end_signed_out() -> None:
    """End all pages whose session has ended, whether that was heard of or not; one query for all of them."""
    asked = dict(_sessions)
    if asked:
        alive = await database.read(accounts.living_sessions, set(asked.values()))
        for client, session_id in asked.items():
            if session_id not in alive:
                end(client)


def end(client: Client) -> None:
    """Delete a page: nothing is sent to it any more and nothing that it sends is looked at."""
    if client.id not in Client.instances:
        return
    sockets = leave_all(client)
    delete_page(client)  # also ends its subscriptions and forgets the messages that NiceGUI would send again
    if sockets:
        background_tasks.create(_dismiss(sockets), name="close the sockets of an ended session")


async def _dismiss(sockets: list[str]) -> None:
    for socket_id in sockets:
        await engine_sockets.navigate(socket_id, AGAIN)
    asyncio.get_running_loop().call_later(GRACE, _close, sockets)


def _close(sockets: list[str]) -> None:
    for socket_id in sockets:
        connection = engine_sockets.connection_of_socket(socket_id)
        if connection and not connection.transport.is_closing():
            connection.shutdown()
            if connection.transport.get_write_buffer_size():
                connection.transport.abort()  # it does not read, so it would stay open until it does
