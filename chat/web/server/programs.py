"""Has requests of programs go past what NiceGUI puts around pages: an ASGI middleware.

NiceGUI's own middlewares run each request as a task of its own, twice, for headers of files and prefixes of proxies.
None of that concerns programs, and it takes longer than most of what they ask for.
"""

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.compression import CompressionMiddleware

_apps: dict[str, tuple[BaseRoute, ASGIApp]] = {}


def serve(path: str, app: ASGIApp) -> None:
    """Have an application answer what is asked for below a path, such as `/api`."""
    _apps[f"{path}/"] = Mount(path, app), _limited(app)


def serve_at(route: BaseRoute, path: str) -> None:
    """Have a route answer what is asked for at its path alone, such as `/mcp`."""
    _apps[path] = route, _limited(route.handle)


def _limited(app: ASGIApp) -> ASGIApp:
    return CompressionMiddleware(RequestBodyLimitMiddleware(app, max_body_size=MAX_BODY_BYTES))


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
