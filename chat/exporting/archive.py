"""Writes the zip file of an export: as a stream, with whatever it takes for large ones (zip64)."""

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from chat.errors import NotFound
from chat.storage.objects import objects

LEVEL = 6
"""Of compression: higher ones take much longer for little."""

PACKED = ("image/", "video/", "audio/", "application/zip", "application/gzip", "application/x-7z")
"""How the types begin of what gains nothing by being compressed."""

Record = dict[str, Any]
"""A line of JSON Lines."""


class Archive:
    """A zip file that is being written; every method blocks."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin one.

        Args:
            file: opened for writing; it need not be able to seek
        """
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True, compresslevel=LEVEL)
        self._time = time.gmtime()[:6]

    def add(self, path: str, text: str | bytes) -> None:
        """Add a file that is small enough to be in memory."""
        self._zip.writestr(self._info(path), text, ZIP_DEFLATED, LEVEL)

    def add_json(self, path: str, record: Record) -> None:
        """Add a file with one JSON object, for people to read too."""
        self.add(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")

    def add_lines(self, path: str, records: Iterable[Record]) -> int:
        """Add a file of JSON Lines, and return how many there are."""
        count = 0
        with self._member(path, ZIP_DEFLATED) as member:
            for record in records:
                member.write(line_of(record))
                count += 1
        return count

    def add_object(self, path: str, key: str, kind: str) -> bool:
        """Add a file of the store by its key; returns whether it is there.

        Args:
            path: its name in the zip
            key: its key in the store
            kind: its type, such as `image/png`
        """
        pieces = objects.pieces(key)
        try:
            first = next(pieces, b"")
        except NotFound:
            return False
        with self._member(path, ZIP_STORED if kind.startswith(PACKED) else ZIP_DEFLATED) as member:
            member.write(first)
            for piece in pieces:
                member.write(piece)
        return True

    def add_file(self, path: str, file: IO[bytes]) -> None:
        """Add what stands in a temporary file."""
        file.seek(0)
        with self._member(path, ZIP_DEFLATED) as member:
            while block := file.read(1 << 20):
                member.write(block)

    def close(self) -> None:
        """Write the zip's directory, which ends it."""
        self._zip.close()

    def abandon(self) -> None:
        """Write no more, unless it has ended: what is there is no zip file."""
        self._zip.fp = None

    @contextmanager
    def _member(self, path: str, how: int) -> Iterator[IO[bytes]]:
        info = self._info(path)
        info.compress_type = how
        with self._zip.open(info, "w", force_zip64=True) as member:
            yield member

    def _info(self, path: str) -> ZipInfo:
        info = ZipInfo(path, self._time)
        info.external_attr = 0o600 << 16
        return info


def line_of(record: Record) -> bytes:
    """Return a line of JSON Lines."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
