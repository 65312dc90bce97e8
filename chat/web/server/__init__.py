"""Everything between the network and the pages: middlewares, limits, patches; `install` sets it up."""

from collections.abc import Collection
from typing import Any

from nicegui import app, core
from nicegui.nicegui import sio_app
from starlette.types import ASGIApp

from chat.web.server import body_limit, file_descriptors, shutdown, slow_clients
from chat.web.server.body_limit import BodyTooLargeMiddleware
from chat.web.server.charset import Utf8Only
from chat.web.server.connections import connections
from chat.web.server.files import Files
from chat.web.server.head_requests import Head
from chat.web.server.ip_addresses import Network
from chat.web.server.page_rate_limit import PageRateLimitMiddleware
from chat.web.server.patches import (
    csp_nonces,
    fast_escaping,
    handler_arguments,
    memory,
    message_replay,
    shared_frames,
    socket_events,
)
from chat.web.server.patches.http_protocol import LimitedHttpProtocol
from chat.web.server.security_headers import SecurityHeadersMiddleware
from chat.web.server.trusted_proxies import TrustedProxiesMiddleware
from chat.web.server.websocket_guard import WebSocketGuardMiddleware

MAX_FRAME = 100_000
"""Bytes of one frame from a browser: 4,000 characters take 28 kB in the worst of JSON within JSON."""

SERVER_OPTIONS: dict[str, Any] = {
    "http": LimitedHttpProtocol,
    "ws_max_size": MAX_FRAME,
    "proxy_headers": False,  # uvicorn would trust whatever runs on this machine
    "server_header": False,
    # Protocol pings must be read to be echoed; engine.io's pongs prove nothing.
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
    share = file_descriptors.share(file_descriptors.raise_limit())
    connections.configure(share.connections, trusted_proxies)
    SERVER_OPTIONS["backlog"] = share.backlog
    shutdown.install()
    core.sio.eio.max_http_buffer_size = MAX_FRAME
    core.sio.eio.transports = core.app.config.socket_io_js_transports = ["websocket"]
    core.sio.eio.cors_allowed_origins = []  # the gate looks at origins
    body_limit.install()
    csp_nonces.install()
    fast_escaping.install()
    message_replay.install()
    socket_events.install()
    shared_frames.install()
    handler_arguments.install()
    memory.install()
    app.timer(slow_clients.SWEEP, slow_clients.drop_slow_clients)
    app.timer(memory.TRIM, memory.release_free_memory)
    build = type(core.app).build_middleware_stack

    def around_everything() -> ASGIApp:
        # Outside of what NiceGUI adds in ui.run, some of which reads headers that the first of these takes away.
        stack = WebSocketGuardMiddleware(Utf8Only(Head(Files(BodyTooLargeMiddleware(build(core.app))))), sio_app)
        return TrustedProxiesMiddleware(
            SecurityHeadersMiddleware(PageRateLimitMiddleware(stack)), trusted_proxies, public_url
        )

    core.app.build_middleware_stack = around_everything  # type: ignore[method-assign]
