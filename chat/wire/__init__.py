"""What stands between the open network and the pages; `install` puts all of it in place."""

from collections.abc import Collection
from typing import Any

from nicegui import app, core
from nicegui.nicegui import sio_app
from starlette.types import ASGIApp

from chat.wire import (
    body,
    descriptors,
    escaping,
    frames,
    handlers,
    memory,
    nonces,
    readers,
    replay,
    shutdown,
    sockets,
)
from chat.wire.addresses import Network
from chat.wire.body import Explained
from chat.wire.charset import Utf8Only
from chat.wire.connections import connections
from chat.wire.files import Files
from chat.wire.gate import Gate
from chat.wire.head import Head
from chat.wire.headers import SecurityHeaders
from chat.wire.opening import Opening
from chat.wire.protocols import BoundedHttp
from chat.wire.proxies import Proxies

MAX_FRAME = 100_000
"""Bytes of one frame from a browser: 4,000 characters take 28 kB in the worst of JSON within JSON."""

SERVER_OPTIONS: dict[str, Any] = {
    "http": BoundedHttp,
    "ws_max_size": MAX_FRAME,
    "proxy_headers": False,  # uvicorn would trust whatever runs on this machine
    "server_header": False,
    # Engine.io asks as well who is there, but that one can answer blindly; only who reads knows what to answer to this.
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
    "access_log": False,
    "log_config": None,  # so that uvicorn's lines go the way of all others
    # NiceGUI keeps what a browser has not acknowledged, up to 65 kB of memory for a page of older rows with emoji.
    "message_history_length": 100,
    "timeout_graceful_shutdown": shutdown.WORK_SECONDS,
}
"""For `ui.run`, which hands most of them to uvicorn."""


def install(public_url: str | None, trusted_proxies: Collection[Network]) -> None:
    """Put everything in place; called once, by main, before `ui.run`."""
    share = descriptors.share(descriptors.raise_limit())
    connections.configure(share.connections, trusted_proxies)
    SERVER_OPTIONS["backlog"] = share.backlog
    shutdown.install()
    core.sio.eio.max_http_buffer_size = MAX_FRAME
    core.sio.eio.transports = core.app.config.socket_io_js_transports = ["websocket"]
    core.sio.eio.cors_allowed_origins = []  # the gate looks at origins
    body.install()
    nonces.install()
    escaping.install()
    replay.install()
    sockets.install()
    frames.install()
    handlers.install()
    memory.install()
    app.timer(readers.SWEEP, readers.sweep)
    app.timer(memory.TRIM, memory.give_back)
    build = type(core.app).build_middleware_stack

    def around_everything() -> ASGIApp:
        # Outside of what NiceGUI adds in ui.run, some of which reads headers that the first of these takes away.
        stack = Gate(Utf8Only(Head(Files(Explained(build(core.app))))), sio_app)
        return Proxies(SecurityHeaders(Opening(stack)), trusted_proxies, public_url)

    core.app.build_middleware_stack = around_everything  # type: ignore[method-assign]
