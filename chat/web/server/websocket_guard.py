"""Checks the origin of WebSockets and limits their rate: an ASGI middleware around NiceGUI's sockets."""

import asyncio
import logging

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.config.origins import own_origins
from chat.errors import ChatError, TooMany
from chat.web.server import limits
from chat.web.server.draining import draining
from chat.web.server.error_responses import error_response
from chat.web.server.ip_addresses import address_key
from chat.web.server.patches.asgi_stack import SOCKETS_PATH
from chat.web.server.patches.websocket_protocol import connection_in
from chat.web.server.socket_throttle import SocketThrottle

log = logging.getLogger(__name__)

PACKETS = ("1", "2", "3", "4", "5", "6")
"""The kinds of packets that engine.io can read as text; about all else it raises, with a traceback."""


class WebSocketGuardMiddleware:
    """Accepts WebSockets that our own pages have opened, and slows down those who flood."""

    def __init__(self, app: ASGIApp, sockets: ASGIApp) -> None:
        """Guard an app and its sockets, which are served without the app's middlewares."""
        self.app = app
        self._sockets = sockets
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check requests for the sockets, and pass on all others."""
        if scope["type"] == "lifespan" or not scope["path"].startswith(SOCKETS_PATH):
            await (_refuse(send) if scope["type"] == "websocket" else self.app(scope, receive, send))
        elif scope["type"] == "http":  # long polling, which has other limits, and which any page's form could post to
            await error_response(scope["path"], ChatError("Only WebSocket connections are accepted here."))(
                scope, receive, send
            )
        elif draining.in_progress:
            await _send_elsewhere(send)
        elif self._is_ours(scope) and await _is_moderate(scope):
            await self._sockets(
                {**scope, "path": scope["path"].removeprefix(SOCKETS_PATH[:-1])}, _throttled(receive, scope), send
            )
        else:
            await _refuse(send)

    def _is_ours(self, scope: Scope) -> bool:
        """Compare the page's origin with our own; every browser sends it with a WebSocket."""
        origins = Headers(scope=scope).getlist("origin")
        ours = own_origins(HTTPConnection(scope), {scope["scheme"].replace("ws", "http")})
        is_ours = len(origins) == 1 and origins[0] in ours
        if origins and not is_ours and not self._has_warned:
            self._has_warned = True  # once: anybody can cause it
            log.warning(
                "refused a WebSocket from the origin %.100s, expected %s: see --public-url and --trusted-proxies",
                origins[0],
                " or ".join(sorted(ours)) or "a malformed host",
            )
        return is_ours


async def _refuse(send: Send) -> None:
    await send({"type": "websocket.close", "code": 1008})


async def _send_elsewhere(send: Send) -> None:
    """Answer 503, so that a proxy tries another process; a close would be final."""
    await send({"type": "websocket.http.response.start", "status": 503, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})


async def _is_moderate(scope: Scope) -> bool:
    try:
        await limits.SOCKETS.acquire(address_key(HTTPConnection(scope)))
    except TooMany:
        return False
    return True


def _throttled(receive: Receive, scope: Scope) -> Receive:
    """Delay receive(), so that TCP backpressure slows the sender."""
    connection = connection_in(scope)
    throttle = connection.throttle if connection else SocketThrottle()

    async def receive_in_time() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        text = message.get("text") or ""
        wait = throttle.delay_for(len(text))
        if throttle.is_flooding or not text.startswith(PACKETS):
            return {"type": "websocket.disconnect", "code": 1008}
        if wait:
            await asyncio.sleep(wait)
        return message

    return receive_in_time
