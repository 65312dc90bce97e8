"""How often one address may open pages: a pure ASGI middleware."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.errors import TooMany
from chat.wire import limits
from chat.wire.addresses import address_key
from chat.wire.refusal import refusal

NOT_PAGES = ("/_nicegui", "/assets/", "/api/", "/favicon.ico", "/manifest.webmanifest", "/healthz", "/metrics")
"""Files, which browsers keep; the API, which counts by account; and what monitors ask for."""


class Opening:
    """Refuses those who open pages faster than people do."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, and let through or say when to come again."""
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and not scope["path"].startswith(NOT_PAGES):
            try:
                await limits.PAGES.take(address_key(HTTPConnection(scope)))
            except TooMany as error:
                return await refusal(scope["path"], error)(scope, receive, send)
        return await self.app(scope, receive, send)
