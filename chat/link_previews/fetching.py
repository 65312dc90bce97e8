"""Fetches the page behind a link, and its picture, as a stranger's server sends them: briefly, and not much of it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import httpx

from chat import outgoing
from chat.files.looking import look_at
from chat.link_previews.items import Found
from chat.link_previews.page_text import read_page
from chat.outgoing import ForbiddenAddressError

DEADLINE = 5.0
"""Seconds that a page may take in all, and its picture once more."""

MAX_BYTES = 1024 * 1024
"""Of a page its beginning is enough; a larger picture is left out."""

_drawing = ThreadPoolExecutor(1, "draw pictures of pages")
"""One at a time, and nothing else waits for it."""

PAGES = ("text/html", "application/xhtml+xml")


class TryLaterError(Exception):
    """The server was not reached, or says that it cannot answer now."""


@dataclass(frozen=True, slots=True)
class _Answer:
    address: str
    content_type: str
    content: bytes
    is_whole: bool


class Fetcher:
    """Asks for pages.

    Args:
        home: the address of the app, which the servers that are asked are told
    """

    def __init__(self, home: str) -> None:
        self._headers = {
            "User-Agent": f"StreamChat link preview (+{home})",
            "Accept": "text/html,application/xhtml+xml,image/*;q=0.8",
            "Accept-Encoding": "identity",  # a few bytes may be packed gigabytes
        }

    async def fetch(self, address: str) -> Found:
        """Return what is found behind a link, which may be nothing; raises `TryLaterError`."""
        try:
            page = await self._get(address)
        except ForbiddenAddressError:
            return Found()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # a TimeoutError is an OSError
            raise TryLaterError(type(error).__name__) from error
        if page is None or page.content_type.partition(";")[0].strip().lower() not in PAGES:
            return Found()
        text = await asyncio.to_thread(read_page, page.content, page.content_type, page.address)
        return Found(text, *await self._picture(text.picture)) if text.title else Found()

    async def _picture(self, address: str) -> tuple[str, bytes]:
        """Return the digest of a small picture and the picture; where there is none, the page is shown without."""
        try:
            answer = await self._get(address) if address else None
            if answer and answer.is_whole:
                return await asyncio.get_running_loop().run_in_executor(_drawing, _small, answer.content)
        except (ForbiddenAddressError, httpx.HTTPError, httpx.InvalidURL, OSError, TryLaterError):
            pass
        return "", b""

    async def _get(self, address: str) -> _Answer | None:
        async with asyncio.timeout(DEADLINE):
            async with outgoing.fetched(address, self._headers, seconds=DEADLINE) as (there, response):
                return await _read(there, response)


def _small(picture: bytes) -> tuple[str, bytes]:
    """Return the digest of a small picture and the picture: drawn beside the server, as those of files are."""
    with NamedTemporaryFile() as file:
        file.write(picture)
        file.flush()
        look = look_at(Path(file.name), "")
    if not look.type.startswith("image/") or not look.previews:
        return "", b""
    return sha256(look.previews[0]).hexdigest()[:24], look.previews[0]


async def _read(address: str, response: httpx.Response) -> _Answer | None:
    if response.status_code == 429 or response.status_code >= 500:
        raise TryLaterError(str(response.status_code))
    if not response.is_success or response.headers.get("Content-Encoding", "identity") != "identity":
        return None
    parts, size = [], 0
    async for part in response.aiter_raw():
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            break
    content = b"".join(parts)[:MAX_BYTES]
    return _Answer(address, response.headers.get("Content-Type", ""), content, is_whole=size <= MAX_BYTES)
