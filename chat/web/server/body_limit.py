"""Limits the size of request bodies, counted while they are received.

FastAPI does the counting; a route that takes more says so itself: `app.post(path, max_body_size=…)(handler)`.
"""

from nicegui import app
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.errors import TooLarge
from chat.web.server.error_responses import error_response

MAX_BODY_BYTES = 64 * 1024
"""Limit for forms and the API: a message of 4,000 characters takes 48 kB if JSON escapes each as two halves."""


UNLIMITED = 2**62
"""For routes that count the bytes of a body themselves."""

EXPLAINS = "explains_too_large"


def explains_itself(request: Request) -> None:
    """Note that the handler of a request says itself what is too large for it."""
    request.scope.setdefault("state", {})[EXPLAINS] = True


def install() -> None:
    """Set the limit for all routes that name none."""
    app.max_body_size = MAX_BODY_BYTES


class BodyTooLargeMiddleware:
    """Replaces FastAPI's response to a body that is too large by ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and answer in place of FastAPI where it refuses."""
        is_refused = False

        async def explain(message: Message) -> None:
            nonlocal is_refused
            is_explained = EXPLAINS in scope.get("state", {})
            if message["type"] == "http.response.start" and not is_explained and _is_refused_without_a_page(message):
                is_refused = True
                await error_response(scope["path"], TooLarge("The request is too large."))(scope, receive, send)
            elif not is_refused:
                await send(message)

        await self.app(scope, receive, explain if scope["type"] == "http" else send)


def _is_refused_without_a_page(start: Message) -> bool:
    """Tell whether a body was too large for the framework; a page of ours says itself what was too large for it."""
    content_type = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == TooLarge.status) and not content_type.startswith("text/html")
