"""Fetches what an export has as addresses: from the open internet alone, a few at a time, each with a few tries."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from urllib.parse import urlsplit

import httpx

from chat import outgoing

AT_ONCE = 4
"""Files that are fetched at the same time."""

WAITING = 16
"""Files that are on disk at most before they are stored."""

PATIENCE, DEADLINE = 20.0, 900.0
"""Seconds that a server may say nothing, and that a file may take in all."""

PAUSES = (1.0, 5.0)
"""Seconds before the second try and the third."""

LONGEST_PAUSE = 60.0
"""Seconds that a server may ask for."""

MAX_FAILURES = 5
"""After so many files in a row for which a server did not answer it is not asked again."""

HEADERS = {"User-Agent": "StreamChat import", "Accept": "*/*", "Accept-Encoding": "identity"}
PAGES = ("text/html", "application/xhtml+xml")

SILENT = "its server does not answer"


class _RefusedError(Exception):
    """A file that there is no sense in asking for again; the text says why."""


class _TryLaterError(Exception):
    """A server that cannot answer now, and after how many seconds it may be asked again, if it says so."""

    def __init__(self, why: str, seconds: float = 0.0) -> None:
        super().__init__(why)
        self.seconds = seconds


class Downloads:
    """Fetches files, within `with`.

    Args:
        most: bytes of a file at most
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._failures: dict[str, int] = {}
        self._runner = asyncio.Runner()
        self._folder = TemporaryDirectory(prefix="streamchat-import-")

    def __enter__(self) -> "Downloads":
        """Return it."""
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        """End it."""
        self._runner.close()
        self._folder.cleanup()

    def fetch(self, addresses: Sequence[str]) -> Iterator[tuple[str, Path | str]]:
        """Fetch what is at some addresses; each comes with the file that it is in until the next one, or with why not.

        Never fails because of one of them.
        """
        for begin in range(0, len(addresses), WAITING):
            some = addresses[begin : begin + WAITING]
            for address, found in zip(some, self._runner.run(self._all(some)), strict=True):
                yield address, found
                if isinstance(found, Path):
                    found.unlink(missing_ok=True)

    async def _all(self, addresses: Sequence[str]) -> list[Path | str]:
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(number: int, address: str) -> Path | str:
            async with turn:
                return await self._one(address, Path(self._folder.name, str(number)))

        return await asyncio.gather(*(one(number, address) for number, address in enumerate(addresses)))

    async def _one(self, address: str, path: Path) -> Path | str:
        host = _host_of(address)
        if self._failures.get(host, 0) >= MAX_FAILURES:
            return SILENT
        for pause in (*PAUSES, None):
            try:
                async with asyncio.timeout(DEADLINE):
                    await self._get(address, path)
            except _RefusedError as error:
                return str(error)
            except ValueError:  # a ForbiddenAddressError is one
                return "its address is none of the open internet"
            except (_TryLaterError, httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # TimeoutError is an OSError
                why = str(error) if isinstance(error, _TryLaterError) else SILENT
                wanted = error.seconds if isinstance(error, _TryLaterError) else 0.0
            else:
                self._failures[host] = 0
                return path
            if pause is not None:
                await asyncio.sleep(min(max(pause, wanted), LONGEST_PAUSE))
        self._failures[host] = self._failures.get(host, 0) + 1
        return why

    async def _get(self, address: str, path: Path) -> None:
        async with outgoing.fetched(address, HEADERS, seconds=PATIENCE) as (there, response):
            _check(there, response)
            size = 0
            with path.open("wb") as file:
                async for piece in response.aiter_raw():
                    size += len(piece)
                    if size > self._most:
                        raise _RefusedError(f"it is larger than {self._most // 1024**2} MB")
                    file.write(piece)


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _check(address: str, response: httpx.Response) -> None:
    """Raise unless this is the file: servers answer with a page to log in, where a link is of no use any more."""
    status = response.status_code
    if status == 429 or status >= 500:
        after = response.headers.get("Retry-After", "")
        seconds = float(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0.0
        raise _TryLaterError(f"its server answers {status}", seconds)
    if not response.is_success:
        raise _RefusedError(f"its server answers {status}")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise _RefusedError("its server packs it")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in PAGES and not urlsplit(address).path.lower().endswith((".html", ".htm", ".xhtml")):
        raise _RefusedError("its server answers with a page instead: the link may have ended")
