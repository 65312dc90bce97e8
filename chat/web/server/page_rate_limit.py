"""Limits the requests of each address: an ASGI middleware, which counts every request first of all."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.errors import TooMany
from chat.web.server import limits
from chat.web.server.error_responses import error_response
from chat.web.server.ip_addresses import address_key
from chat.web.server.throttle import Throttle

FILES = ("/_nicegui", "/assets/", "/avatars/", "/files/", "/favicon.ico", "/manifest.webmanifest")
"""What a first visit brings by the dozen, and browsers keep."""

BY_THEMSELVES = ("/sidebar", "/messages/lines", "/messages/pressed")
"""What open pages ask for, which count as files do."""

PROBES = ("/healthz", "/metrics")

PROGRAMS = ("/api/", "/hooks/", "/mcp")
"""What programs ask and post."""


class PageRateLimitMiddleware:
    """Answers 429 to addresses that ask faster than people, browsers and monitors do."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the request, and pass it on or answer 429 with a `Retry-After`."""
        if scope["type"] == "http":
            try:
                await limit_for(scope["method"], scope["path"]).acquire(address_key(HTTPConnection(scope)))
            except TooMany as error:
                return await error_response(scope["path"], error)(scope, receive, send)
        return await self.app(scope, receive, send)


def limit_for(method: str, path: str) -> Throttle:
    """Return the limit by address that a request counts for."""
    if path.startswith(PROGRAMS):
        return limits.API_ADDRESS  # and by account or webhook, where the token is good
    if method not in {"GET", "HEAD"}:
        return limits.POSTS
    if path.startswith(FILES + BY_THEMSELVES):
        return limits.FILES
    return limits.PROBES if path in PROBES else limits.PAGES
