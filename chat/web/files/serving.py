"""Sends a file: whole or a part of it, shown or downloaded, so that nothing in it can do anything here."""

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from chat.files.items import OPENS, ServedFile
from chat.storage.objects import objects
from chat.web.files.ranges import UnsatisfiableRange, part_of

TEXTS = frozenset({"text/csv", "text/markdown", "application/json"})
"""What is shown as plain text, since browsers would download it."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'; frame-ancestors 'none'"

UNKNOWN = "application/octet-stream"

UNSAFE = re.compile(r'[^\x20-\x7e]|["\\%]')


async def send_file(request: Request, served: ServedFile, *, is_download: bool = False) -> Response:
    """Answer with the bytes of a file that the asker may have, or with 304 if the browser has them already.

    Raises `NotFound` for a file whose bytes are missing.
    """
    headers = _headers(served, is_download=is_download)
    tag = headers["ETag"]
    if _names(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    if served.is_preview:
        return Response(b"".join([piece async for piece in objects.read(served.key)]), headers=headers)
    size = served.file.size
    is_same = request.headers.get("if-range", tag) == tag
    try:
        part = part_of(request.headers.get("range"), size) if is_same else None
    except UnsatisfiableRange as error:
        return Response(error.message, error.status, {**headers, "Content-Range": f"bytes */{size}"})
    start, end = part or (0, size)
    headers["Content-Length"] = str(end - start)
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    pieces = await _begun(objects.read(served.key, start, end))
    return StreamingResponse(pieces, 206 if part else 200, headers)


def disposition(name: str, *, is_shown: bool) -> str:
    """Return the header that says whether a file is shown or downloaded, and under which name (RFC 6266)."""
    plain = f'{"inline" if is_shown else "attachment"}; filename="{UNSAFE.sub("_", name)}"'
    return f"{plain}; filename*=UTF-8''{quote(name, safe='')}" if UNSAFE.search(name) else plain


def _headers(served: ServedFile, *, is_download: bool) -> dict[str, str]:
    file = served.file
    media_type = "image/webp" if served.is_preview else file.type
    is_shown = media_type in OPENS and not is_download
    media_type = "text/plain" if media_type in TEXTS else media_type if media_type in OPENS else UNKNOWN
    return {
        "Content-Type": f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type,
        "Content-Disposition": disposition(file.name, is_shown=is_shown),
        # A browser that shows PDF does so in a place of its own, and does not in a sandbox.
        "Content-Security-Policy": POLICY if media_type == "application/pdf" else f"{POLICY}; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",  # kept, but asked for each time: who may have it changes
        "ETag": f'"{served.tag}"',
        "Accept-Ranges": "none" if served.is_preview else "bytes",
    }


def _names(tag: str, header: str) -> bool:
    """Whether an `If-None-Match` has a tag, compared as it says there: weakly (RFC 9110, section 13.1.2)."""
    return header.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in header.split(","))


async def _begun(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Read the first piece before the answer begins: what is missing is then a 404, and no answer that breaks off."""
    first = await anext(pieces, b"")

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return all_of_them()
