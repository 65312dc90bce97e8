"""Drops what NiceGUI and engine.io keep of a page's requests and nobody reads later.

Why: NiceGUI keeps the request that made a page, for its address and cookies; with it come the machinery that answered
it and all its headers. Engine.io keeps the request of the socket twice, as ASGI and as WSGI.
Read in: nicegui 3.18.0, python-engineio 4.15.1, python-socketio 5.18.1
Without it: 173 kB of memory for a viewer instead of 144
Can go when: NiceGUI keeps less of `Client.request`, and engine.io of `environ`
"""

from typing import Any

from nicegui import Client, app, storage
from nicegui.page import page
from starlette.requests import Request

TAB_STORAGE_SECONDS = 3600.0
"""How long what NiceGUI could keep by tab stays; nothing of ours is in it, and a month is its own choice."""

REQUEST = {
    *("type", "http_version", "scheme", "method", "server", "client", "root_path", "path", "raw_path", "query_string"),
    *("headers", "app", "router", "route", "endpoint", "path_params", "session", "state", "nicegui_page_path"),
}
"""What of a scope describes the request; all else is there to answer it."""

HEADERS = {b"cookie", b"host"}
"""What pages are asked later: by whom they were fetched, and from where."""

SOCKET = {"asgi.scope", "asgi.receive", "asgi.send", "QUERY_STRING"}
"""What sockets are asked later: for which page they came; and how engine.io speaks to them."""

MADE = "made_clients"
"""Where the state of a request that only wants a page's headers lists the clients that were made for it."""

_create = Client.__init__


def install() -> None:
    """Have pages keep little of their request."""
    app.storage.max_tab_storage_age = TAB_STORAGE_SECONDS
    Client.__init__ = _create_lean  # type: ignore[method-assign,assignment]


def forget_request(environ: dict[str, Any]) -> None:
    """Drop all of a socket's request but what is needed later."""
    kept = {name: value for name, value in environ.items() if name in SOCKET}
    environ.clear()  # which makes its table smaller
    environ.update(kept)
    scope = environ["asgi.scope"]
    scope["headers"] = _headers(scope)


def _create_lean(client: Client, of: page, *, request: Request | None = None) -> None:
    made = None
    if request is not None:
        made = request.scope.get("state", {}).get(MADE)
        request.scope["nicegui_page_path"] = of.path
        scope = {name: value for name, value in request.scope.items() if name in REQUEST}
        request = Request(scope | {"headers": _headers(scope)})
        storage.request_contextvar.set(request)  # listeners keep that one
    _create(client, of, request=request)
    if made is not None:
        made.append(client)


def _headers(scope: Any) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in scope["headers"] if name in HEADERS]
