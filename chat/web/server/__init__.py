"""Everything between the network and the pages: middlewares, limits, patches; `install` sets it up."""

from collections.abc import Collection, Mapping
from typing import Any

from nicegui import app
from starlette.types import ASGIApp

from chat.elements import socket_rooms
from chat.web.server import body_limit, file_descriptors, free_memory, garbage_collection, slow_clients
from chat.web.server.appearance import AppearanceMiddleware
from chat.web.server.body_limit import BodyTooLargeMiddleware
from chat.web.server.compression import CompressionMiddleware
from chat.web.server.connections import connections
from chat.web.server.deadlines import WORK_SECONDS
from chat.web.server.file_cache import FileCacheMiddleware
from chat.web.server.head_requests import HeadMiddleware
from chat.web.server.ip_addresses import Network
from chat.web.server.page_rate_limit import PageRateLimitMiddleware
from chat.web.server.patches import (
    asgi_stack,
    csp_nonces,
    engine_sockets,
    fast_escaping,
    idle_pages,
    idle_sockets,
    lean_requests,
    message_replay,
    page_script,
    page_template,
    quick_elements,
    rooms_of_sockets,
    server_exit,
    shared_frames,
    small_elements,
    socket_events,
)
from chat.web.server.patches.http_protocol import LimitedHttpProtocol
from chat.web.server.programs import ProgramsMiddleware
from chat.web.server.security_headers import SecurityHeadersMiddleware
from chat.web.server.trusted_proxies import TrustedProxiesMiddleware
from chat.web.server.utf8_only import Utf8OnlyMiddleware
from chat.web.server.websocket_guard import WebSocketGuardMiddleware

MAX_FRAME = 100_000
"""Bytes of one frame from a browser: 4,000 characters take 28 kB in the worst of JSON within JSON."""

PING_INTERVAL, PING_TIMEOUT = 15, 10
"""Seconds; a dead connection is noticed after 25, where NiceGUI's own choice would take 72."""

SERVER_OPTIONS: dict[str, Any] = {
    "http": LimitedHttpProtocol,
    "gzip_middleware_factory": CompressionMiddleware,
    "ws_max_size": MAX_FRAME,
    "proxy_headers": False,  # uvicorn would trust whatever runs on this machine
    "server_header": False,
    # Protocol pings must be read to be echoed; engine.io's pongs prove nothing.
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
    "access_log": False,
    "log_config": None,  # so that uvicorn's lines are formatted like all others
    # NiceGUI keeps what a browser has not acknowledged, up to 65 kB of memory for a page of older rows with emoji.
    "message_history_length": 100,
    "timeout_graceful_shutdown": WORK_SECONDS,
}
"""For `ui.run`, which hands most of them to uvicorn."""


def install(public_url: str | None, trusted_proxies: Collection[Network]) -> None:
    """Put everything in place; called once, by main, before `ui.run`."""
    share = file_descriptors.share(file_descriptors.raise_limit())
    connections.configure(share.connections, trusted_proxies)
    SERVER_OPTIONS["backlog"] = share.backlog
    body_limit.install()
    _patch_libraries()
    app.timer(slow_clients.SWEEP, slow_clients.drop_slow_clients)
    app.timer(free_memory.INTERVAL, free_memory.release)
    app.timer(garbage_collection.CHECK, garbage_collection.garbage_collection.collect_frozen_if_due)

    def wrap(app: ASGIApp, sockets: ASGIApp) -> ASGIApp:
        for middleware in (
            BodyTooLargeMiddleware,
            FileCacheMiddleware,
            AppearanceMiddleware,
            HeadMiddleware,
            Utf8OnlyMiddleware,
            ProgramsMiddleware,
        ):
            app = middleware(app)
        guarded = PageRateLimitMiddleware(WebSocketGuardMiddleware(app, sockets))
        return TrustedProxiesMiddleware(SecurityHeadersMiddleware(guarded), trusted_proxies, public_url)

    asgi_stack.install(wrap)


mend_script = page_script.with_only_new_components
"""Returns NiceGUI's script with what pages need that get all components as one; `ValueError` for another script."""


def lighten_pages(script: str, styles: str, bundle: str, components: Mapping[str, str]) -> None:
    """Have pages load these in place of NiceGUI's files and of each component; called once, after `install`."""
    page_template.install(page_template.Made(script, styles, bundle, components))


def _patch_libraries() -> None:
    engine_sockets.install(MAX_FRAME, PING_INTERVAL, PING_TIMEOUT)
    for patch in (
        csp_nonces,
        fast_escaping,
        idle_sockets,
        lean_requests,
        idle_pages,  # makes a page as that does, and more
        message_replay,
        quick_elements,
        rooms_of_sockets,
        server_exit,
        shared_frames,
        small_elements,
        socket_events,
    ):
        patch.install()
    socket_rooms.write_at_once = shared_frames.write_at_once
