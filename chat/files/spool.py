"""A file on its way in: written to disk and hashed as its bytes come, so that it is never in memory."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from chat.errors import TooLarge, Unavailable
from chat.files.looking import without_metadata
from chat.storage.objects import objects

SYNCED = 4 * 1024 * 1024
"""Bytes after which those written so far go to the disk: a gigabyte at its end would have everybody's commits wait."""


class Spool:
    """A temporary file; all methods block."""

    def __init__(self, most: int, refusal: str) -> None:
        """Begin an empty file.

        Args:
            most: how many bytes it may have
            refusal: what is said where there are more
        """
        try:
            self._file = tempfile.NamedTemporaryFile(dir=objects.incoming, delete=False)  # noqa: SIM115
        except OSError as error:
            raise _full(error) from error
        self.path, self.size, self._synced = Path(self._file.name), 0, 0
        self._digest = hashlib.sha256()
        self._most, self._refusal = most, refusal

    def write(self, pieces: Iterable[bytes]) -> None:
        """Add some bytes; raises `TooLarge` past the limit, and `Unavailable` if the disk is full."""
        for piece in pieces:
            self.size += len(piece)
            if self.size > self._most:
                raise TooLarge(self._refusal)
            self._digest.update(piece)
            try:
                self._file.write(piece)
                if self.size - self._synced >= SYNCED:
                    self._synced = self.size
                    self._file.flush()
                    os.fdatasync(self._file.fileno())
            except OSError as error:
                raise _full(error) from error

    def finish(self) -> None:
        """Write what is left."""
        try:
            self._file.close()
        except OSError as error:
            raise _full(error) from error

    @property
    def digest(self) -> str:
        """The SHA-256 of all bytes, in hexadecimal."""
        return self._digest.hexdigest()

    def cut_metadata(self) -> None:
        """Cut out of a finished picture what does not say how it looks."""
        target = self.path.with_name(f"{self.path.name}.cut")
        try:
            if not without_metadata(self.path, target):
                return
            target.replace(self.path)
        finally:
            target.unlink(missing_ok=True)
        with self.path.open("rb") as file:
            self._digest = hashlib.file_digest(file, "sha256")
        self.size = self.path.stat().st_size

    def discard(self) -> None:
        """Remove the file, unless the store has taken it."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def _full(error: OSError) -> Unavailable:
    return Unavailable(f"The file cannot be stored right now: {(error.strerror or 'no reason given').lower()}.")
