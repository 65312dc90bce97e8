"""Has requests of programs go past what NiceGUI puts around pages: an ASGI middleware.

NiceGUI's own middlewares run each request as a task of its own, twice, for headers of files and prefixes of proxies.
None of that concerns programs, and it takes longer than most of what they ask for.
"""

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.compression import CompressionMiddleware

_apps: dict[str, tuple[Mount, ASGIApp]] = {}


def serve(path: str, app: ASGIApp) -> None:
    """Have an application answer what is asked for below a path, such as `/api`."""
    _apps[f"{path}/"] = (
        Mount(path, app),
        CompressionMiddleware(RequestBodyLimitMiddleware(app, max_body_size=MAX_BODY_BYTES)),
    )


class ProgramsMiddleware:
    """Passes requests for such an application to it, and all others on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] == "http":
            for begin, (mount, app) in _apps.items():
                if scope["path"].startswith(begin):
                    return await app({**scope, **mount.matches(scope)[1]}, receive, send)
        return await self.app(scope, receive, send)
