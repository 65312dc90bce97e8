"""Drops request data that NiceGUI and engine.io keep for each open page, and returns free memory to the system.

NiceGUI keeps the request that made a page, for its address and cookies; with it come the machinery that answered it
and all its headers. Engine.io keeps the request of the socket twice, as ASGI and as WSGI. Figures: docs/performance.md.
"""

import ctypes
import ctypes.util
from typing import Any

from nicegui import Client, core, run, storage
from nicegui.page import page
from starlette.requests import Request

TRIM = 10.0
"""Seconds between two times that free memory is given back."""

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
_trim = getattr(ctypes.CDLL(ctypes.util.find_library("c")), "malloc_trim", None)


def install() -> None:
    """Have pages keep little of their request."""
    core.app.storage.max_tab_storage_age = TAB_STORAGE_SECONDS
    Client.__init__ = _create_lean  # type: ignore[method-assign,assignment]


def forget_request(environ: dict[str, Any]) -> None:
    """Keep of a socket's request what is asked for later."""
    for name in environ.keys() - SOCKET:
        del environ[name]
    scope = environ["asgi.scope"]
    scope["headers"] = _headers(scope)


async def release_free_memory() -> None:
    """Return free memory to the system, which glibc else keeps: 0.4 MB for a viewer who has read far back (seen)."""
    if _trim:
        await run.io_bound(_trim, 0)


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
