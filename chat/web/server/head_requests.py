"""Answers HEAD as GET without the body (RFC 9110, section 9.3.2): a pure ASGI middleware."""

from nicegui import Client
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.web.server.patches.lean_requests import MADE


class HeadMiddleware:
    """Has the app answer GET, and sends what comes before the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a HEAD becomes a GET whose body and page are thrown away."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)
        made: list[Client] = []

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            elif not message.get("more_body"):
                await send({"type": "http.response.body", "body": b""})

        try:
            state = {**scope.get("state", {}), MADE: made}
            await self.app({**scope, "method": "GET", "state": state}, receive, send_head)
        finally:
            _forget(made)
        return None


def _forget(made: list[Client]) -> None:
    """Delete the clients that NiceGUI would keep until their browsers connect, which do not exist."""
    for client in made:
        if client.id in Client.instances:
            client.delete()
