"""Refuses bodies in other charsets than UTF-8, before anything is decoded: an ASGI middleware.

A charset that the client chooses, such as punycode, takes Python seconds for what UTF-8 takes milliseconds.
"""

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.errors import UnsupportedMediaType
from chat.web.server.error_responses import error_response

MAX_LENGTH = 300
"""Characters of a content type: browsers send at most a boundary of 70 (RFC 2046), and parsing is quadratic."""

WHATEVER_THEY_SAY = "/hooks/"
"""What is posted there is read as UTF-8 by whatever charset it is said to be in, as Slack does; some libraries for Java
name another by default."""

ACCEPTED = {"utf-8", "utf8"}


class Utf8OnlyMiddleware:
    """Refuses bodies that are said to be in another charset."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the content type, and pass on or refuse."""
        if scope["type"] == "http" and not _is_welcome(scope):
            error = UnsupportedMediaType("Send text as UTF-8: no other charset is read.")
            return await error_response(scope["path"], error)(scope, receive, send)
        return await self.app(scope, receive, send)


def _is_welcome(scope: Scope) -> bool:
    path: str = scope["path"]
    return path.startswith(WHATEVER_THEY_SAY) or all(map(is_utf8, Headers(scope=scope).getlist("content-type")))


def is_utf8(content_type: str) -> bool:
    """Tell whether a content type names UTF-8 or no charset; read by the same function as Starlette does."""
    if len(content_type) > MAX_LENGTH or "charset*" in content_type.lower():
        return False
    _, options = parse_options_header(content_type)
    named = [value for name, value in options.items() if name.strip().lower() == b"charset"]
    return all(value.decode("latin-1").strip().lower() in ACCEPTED for value in named)
