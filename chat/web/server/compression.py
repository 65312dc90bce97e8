"""Compresses answers: pages quickly, files well."""

import re

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.web.server.file_cache import FILES

UPLOADED = re.compile(r"/files/|/api/v1/files/")
"""What people have uploaded: sent as it is, since a part of it may be asked for, and it may be large."""

FOR_PAGES, FOR_FILES = 3, 9
"""Levels. A page is made for one viewer: with 200 rooms, level 5 takes 1.1 ms instead of 0.7, to be 9 % smaller.
A file is compressed once for all, see `FileCacheMiddleware`."""


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages and all else itself, and has another one compress files."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, compresslevel=FOR_PAGES)
        self._plain = app
        self._files = GZipMiddleware(app, compresslevel=FOR_FILES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compress an answer."""
        if scope["type"] == "http" and UPLOADED.match(scope["path"]):
            await self._plain(scope, receive, send)
        elif scope["type"] == "http" and FILES.match(scope["path"]):
            await self._files(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
