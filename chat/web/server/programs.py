"""Has requests of programs go past what NiceGUI puts around pages: an ASGI middleware.

NiceGUI's own middlewares run each request as a task of its own, twice, for headers of files and prefixes of proxies.
None of that concerns programs, nor do cookies and cached files, and it takes longer than most of what they ask for.
"""

from collections.abc import Callable

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.web.server.body_limit import MAX_BODY_BYTES, UNLIMITED, BodyTooLargeMiddleware
from chat.web.server.compression import CompressionMiddleware
from chat.web.server.head_requests import HeadMiddleware
from chat.web.server.utf8_only import Utf8OnlyMiddleware

Quick = Callable[[ASGIApp], ASGIApp]

_apps: dict[str, tuple[BaseRoute, ASGIApp]] = {}


def serve(path: str, app: ASGIApp, quick: Quick | None = None) -> None:
    """Have an application answer what is asked for below a path, such as `/api`.

    Args:
        path: of what it answers
        app: the application
        quick: a middleware that answers some requests by itself, before anything else is done for them
    """
    served = _limited(app)
    _apps[f"{path}/"] = Mount(path, app), quick(served) if quick else served


def serve_at(route: BaseRoute, path: str) -> None:
    """Have a route answer what is asked for at its path alone, such as `/mcp`, and count itself how large a body is."""
    _apps[path] = route, _limited(route.handle, UNLIMITED)


def _limited(app: ASGIApp, most: int = MAX_BODY_BYTES) -> ASGIApp:
    limited = CompressionMiddleware(RequestBodyLimitMiddleware(app, max_body_size=most))
    return Utf8OnlyMiddleware(HeadMiddleware(BodyTooLargeMiddleware(limited)))


class ProgramsMiddleware:
    """Passes requests for such an application to it, and all others on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] == "http":
            for begin, (route, app) in _apps.items():
                if scope["path"].startswith(begin):
                    match, found = route.matches(scope)
                    if match is not Match.NONE:
                        return await app({**scope, **found}, receive, send)
        return await self.app(scope, receive, send)
