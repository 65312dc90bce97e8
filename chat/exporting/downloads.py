"""An export that is made while it is downloaded: a thread writes a temporary file, and whoever asked reads along.

Nothing waits for a slow reader but the file: the snapshot of the database lasts as long as the work takes.
"""

import asyncio
import logging
import os
import tempfile
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import IO, cast

from chat.errors import TooMany
from chat.exporting.contents import Writing
from chat.exporting.items import Counts, Scope
from chat.storage.database import database
from chat.storage.objects import objects

log = logging.getLogger(__name__)

MOST = 2
"""How many are made at a time, each on a thread of its own."""

PIECE = 256 * 1024
PATIENCE = 0.1
"""Seconds between two looks for what has been written since."""

_threads = ThreadPoolExecutor(MOST, "exporting")
_making: set[int] = set()


class _LeftError(Exception):
    """Nobody reads along any more."""


class Growing:
    """A file that is only ever added to: nothing that is in it changes, so it can be read meanwhile."""

    def __init__(self, folder: str) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 (closed by `close`)
        self._lock = Lock()
        self.size, self.is_left = 0, False

    def write(self, data: bytes) -> int:
        """Add some bytes."""
        if self.is_left:
            raise _LeftError
        rest = memoryview(data)
        while rest:
            with self._lock:
                self._file.seek(0, os.SEEK_END)
                rest = rest[self._file.write(rest) :]
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    def read(self, place: int) -> bytes:
        """Read a piece from a place on."""
        with self._lock:
            self._file.seek(place)
            return self._file.read(PIECE)

    def close(self) -> None:
        """Remove it."""
        self._file.close()


def begin(scope: Scope, person_id: int) -> AsyncIterator[bytes]:
    """Begin to make an export for somebody, and return its bytes as they come; raises `TooMany`.

    Whoever stops going through them ends it.
    """
    check(person_id)
    _making.add(person_id)
    growing = Growing(str(objects.incoming))
    making = asyncio.get_running_loop().run_in_executor(_threads, _make, scope, growing)
    making.add_done_callback(lambda _: _making.discard(person_id))
    return _read_along(growing, making)


def check(person_id: int) -> None:
    """Raise `TooMany` while an export is made for somebody, or as many as can be for others."""
    if person_id in _making:
        raise TooMany("An export of yours is being made already. Please wait for it.", 30)
    if len(_making) >= MOST:
        raise TooMany("Others are exporting right now. Please try again in a minute.", 60)


async def _read_along(growing: Growing, making: "asyncio.Future[None]") -> AsyncIterator[bytes]:
    place = 0
    try:
        while True:
            is_made = making.done()
            if place < growing.size:
                piece = await asyncio.to_thread(growing.read, place)
                place += len(piece)
                yield piece
            elif is_made:
                making.result()
                return
            else:
                await asyncio.wait([making], timeout=PATIENCE)
    finally:
        growing.is_left = True
        await asyncio.wait([making])
        growing.close()
        if (error := making.exception()) and not isinstance(error, _LeftError):
            log.warning("an export broke off: %s", error)


class _Pace:
    """Leaves half of the time to others, who wait for Python's lock meanwhile."""

    def __init__(self, growing: Growing) -> None:
        self._growing, self._since = growing, time.monotonic()

    def __call__(self, _counts: Counts) -> None:
        if self._growing.is_left:
            raise _LeftError
        time.sleep(min(1.0, time.monotonic() - self._since))
        self._since = time.monotonic()


def _make(scope: Scope, growing: Growing) -> None:
    with Writing(scope, cast("IO[bytes]", growing), str(objects.incoming), _Pace(growing)) as writing:
        database.read_now(writing.write_rows)
        writing.finish()
