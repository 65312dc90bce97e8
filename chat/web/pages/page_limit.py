"""How many pages one account may have open: each costs the server about 80 kB, with or without a socket."""

import time

from fastapi import Request
from nicegui import Client

from chat.errors import TooMany
from chat.web.server.patches.page_deletion import delete_page

MOST_PAGES = 120
"""Pages per account in this process: more than anybody has tabs, about 10 MB."""

LOADING_SECONDS = 10.0
"""How long a page that was fetched may take to open its socket before others of its account may take its place."""

RETRY_SECONDS = 30

_pages: dict[int, set[Client]] = {}
"""The open pages of each account: to look through those of all takes a millisecond where a thousand are open."""


async def check(request: Request) -> None:
    """Make room for one more page of the user: a FastAPI dependency, after `auth.guard`.

    A page without a socket goes first: nobody looks at it, and its browser loads it anew should it come back. Else the
    new page is refused: to close an old one could take away what is being written there. Raises `TooMany`.
    """
    account = request.state.identity.user.id
    pages = [client for client in _pages.get(account, ()) if client.id in Client.instances]
    if len(pages) < MOST_PAGES:
        return
    latest = time.time() - LOADING_SECONDS
    asleep = [client for client in pages if not client.has_socket_connection and client.created < latest]
    if not asleep:
        raise TooMany(
            f"You have {MOST_PAGES} pages of StreamChat open. Close some of them, or log other browsers out in your"
            " settings (/settings), and load this page again.",
            RETRY_SECONDS,
        )
    delete_page(min(asleep, key=lambda client: client.created))


def note(client: Client, account: int) -> None:
    """Count a page until it goes."""
    _pages.setdefault(account, set()).add(client)
    client.on_delete(lambda: _forget(client, account))


def _forget(client: Client, account: int) -> None:
    pages = _pages.get(account, set())
    pages.discard(client)
    if not pages:
        _pages.pop(account, None)
