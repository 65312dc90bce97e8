"""Caches NiceGUI's and our own files as they are sent, compressed: an ASGI middleware.

Starlette compresses a file anew for everybody who asks for it, on the event loop: 30 ms for Vue, which a stranger
may ask for a hundred times a second. These files do not change while the process runs.
"""

import re
import zlib
from collections import OrderedDict

from nicegui import __version__
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.errors import NotFound
from chat.web.server.error_responses import error_response

FILES = re.compile(rf"/assets/|/_nicegui/{re.escape(__version__)}/(?!dynamic_resources/)")

OTHER_SPELLING = re.compile(r"//|/\.")
"""What Starlette reads as another way to the same file; no file of ours or of NiceGUI's has it in its path."""

MAX_FILE = 4 * 1024 * 1024
MAX_ALL = 24 * 1024 * 1024
"""Bytes; a page takes about 1 MB. Past that, what was not asked for longest is forgotten."""

Key = tuple[str, bool]


class FileCacheMiddleware:
    """Answers from memory what has been answered before, by path and by whether the browser takes gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: OrderedDict[Key, tuple[Message, bytes]] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on and keep the answer; ranges are not looked at (RFC 9110, section 14.2)."""
        if scope["type"] != "http" or scope["method"] != "GET" or not FILES.match(scope["path"]):
            return await self.app(scope, receive, send)
        if OTHER_SPELLING.search(scope["path"]):  # each would be kept, and packed, as a file of its own
            return await error_response(scope["path"], NotFound("File not found."))(scope, receive, send)
        headers = Headers(scope=scope)
        key = scope["path"], "gzip" in headers.get("accept-encoding", "")
        if key not in self._kept:
            return await self.app(_unconditional(scope), receive, self._keeping(key, send))
        self._kept.move_to_end(key)
        start, body = self._kept[key]
        etag = Headers(raw=start["headers"]).get("etag")
        if etag and etag in headers.get("if-none-match", ""):
            start, body = {**start, "status": 304, "headers": _without_body(start)}, b""
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})
        return None

    def _keeping(self, key: Key, send: Send) -> Send:
        start: Message = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update({**message, "headers": list(message["headers"])})
            elif len(body) <= MAX_FILE:
                body.extend(message.get("body", b""))
                if start.get("status") == 200 and not message.get("more_body"):
                    self._keep(key, start, bytes(body))
            await send(message)

        return keep

    def _keep(self, key: Key, start: Message, body: bytes) -> None:
        if len(body) > MAX_FILE or key in self._kept or not _is_whole(start, body):
            return
        names = {b"content-length", b"transfer-encoding"}
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in names]
        headers.append((b"content-length", str(len(body)).encode()))
        self._kept[key] = {**start, "headers": headers}, body
        self._size += len(body)
        while self._size > MAX_ALL:
            _, (_, forgotten) = self._kept.popitem(last=False)
            self._size -= len(forgotten)


def _unconditional(scope: Scope) -> Scope:
    """Ask for the whole file, whatever part or newer version of it was asked for."""
    unwanted = {b"range", b"if-range", b"if-none-match", b"if-modified-since"}
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in unwanted]}


def _is_whole(start: Message, body: bytes) -> bool:
    """Whether nothing of a body is missing.

    Where a browser leaves meanwhile, Starlette's `BaseHTTPMiddleware` ends the answer as if that were all of it.
    """
    headers = Headers(raw=start["headers"])
    if "content-length" in headers:
        return headers["content-length"] == str(len(body))
    if headers.get("content-encoding") != "gzip":
        return False
    unpacking = zlib.decompressobj(wbits=31)  # gzip's, which has an end of its own
    unpacking.decompress(body)
    return unpacking.eof


def _without_body(start: Message) -> list[tuple[bytes, bytes]]:
    names = {b"content-length", b"content-type", b"content-encoding"}
    return [(name, value) for name, value in start["headers"] if name not in names]
