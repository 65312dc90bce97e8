"""A file that one thread writes while others read along: what was read is gone from the disk."""

import os
import shutil
import tempfile
import time
from collections import deque
from threading import Condition
from typing import IO

from chat.errors import Unavailable

PIECE = 256 * 1024
SEGMENT = 16 * 1024 * 1024
"""Bytes after which another file is begun, so that those before can go."""

AHEAD = 100 * 1024 * 1024
"""How many bytes the writer is ahead of the reader at most, once it waits for that."""

RESERVE = 256 * 1024 * 1024
"""Bytes of the disk that are left for others."""

LOOK, LONGEST = 0.1, 600.0
"""Seconds between two looks at whether the reader is still there, and until one who takes nothing is not."""


class LeftError(Exception):
    """Nobody reads along any more."""


class Growing:
    """A file that is only ever added to, and read from its beginning on."""

    def __init__(self, folder: str) -> None:
        self._folder, self._changed = folder, Condition()
        self._segments: deque[tuple[int, IO[bytes]]] = deque()  # with where each begins
        self.size, self.taken = 0, 0
        self.is_left = False
        self.waits = False
        """Whether the writer does, for a slow reader."""
        self.is_waiting = False

    def write(self, data: bytes) -> int:
        """Add some bytes; raises `LeftError`, `Unavailable` on a full disk, and `TimeoutError` if nobody reads."""
        rest = memoryview(data)
        with self._changed:
            if self.waits and self.size - self.taken > AHEAD:
                self._wait()
            if self.is_left:
                raise LeftError
            file = self._last()
            file.seek(0, os.SEEK_END)
            while rest:
                rest = rest[file.write(rest) :]
            self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    def read(self, place: int) -> bytes:
        """Read a piece from a place on, which is where the last one ended."""
        with self._changed:
            while len(self._segments) > 1 and self._segments[1][0] <= place:
                self._segments.popleft()[1].close()
            begins, file = self._segments[0]
            file.seek(place - begins)
            data = file.read(PIECE)
            self.taken = place + len(data)
            self._changed.notify_all()
        return data

    def close(self) -> None:
        """Remove it."""
        for _, file in self._segments:
            file.close()

    def _last(self) -> IO[bytes]:
        if not self._segments or self.size - self._segments[-1][0] >= SEGMENT:
            require_space(self._folder)
            file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 (closed by `close`)
            self._segments.append((self.size, file))
        return self._segments[-1][1]

    def _wait(self) -> None:
        taken, since = self.taken, time.monotonic()
        self.is_waiting = True
        try:
            while not self.is_left and self.size - self.taken > AHEAD:
                self._changed.wait(LOOK)
                if self.taken > taken:
                    taken, since = self.taken, time.monotonic()
                elif time.monotonic() - since > LONGEST:
                    raise TimeoutError("nobody has taken any of it for long")
        finally:
            self.is_waiting = False


def require_space(folder: str) -> None:
    """Raise `Unavailable` if a folder's disk is nearly full; blocks."""
    if shutil.disk_usage(folder).free < RESERVE:
        raise Unavailable("There is too little space on the server’s disk for an export. Please try again later.")
