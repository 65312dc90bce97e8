"""Place, camera and other notes, cut out of a picture without drawing it anew: every pixel stays as it was.

How a picture is turned, and its colour profile, are kept, since it would be seen otherwise without them. What stands
behind the picture's end goes, too: cameras put films there, and others what they want to hide.
"""

import mmap
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

ORIENTATION = 0x0112

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"

PNG_KEEPS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV"}
PNG_KEEPS |= {b"cLLI", b"bKGD", b"pHYs", b"sPLT", b"hIST", b"acTL", b"fcTL", b"fdAT"}
"""The chunks of a PNG that say how it looks."""

MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""What may end the pixels of a JPEG: in between, 0xFF stands before a zero, or is a mark to restart at."""

Piece = bytes | tuple[int, int]
"""Bytes to write, or from where to where in the file."""


def without_metadata(path: Path, target: Path) -> bool:
    """Write a picture without its metadata to another file; returns False, and writes nothing, if it has none to cut.

    Of JPEG and PNG only; one that does not keep to its format stays as it is. For threads: it reads the whole file.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < 16:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                pieces = list(_pieces(data))
            except (struct.error, IndexError, ValueError):
                return False
            if not pieces or pieces == [(0, len(data))]:
                return False
            _write(data, pieces, target)
            return True


def _pieces(data: mmap.mmap) -> list[Piece]:
    if data[:8] == PNG_BEGINS:
        return _joined([(0, 8), *_of_png(data)])
    return _joined([(0, 2), *_of_jpeg(data)]) if data[:3] == b"\xff\xd8\xff" else []


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else b""
        if isinstance(piece, tuple) and isinstance(last, tuple) and last[1] == piece[0]:
            joined[-1] = (last[0], piece[1])
        else:
            joined.append(piece)
    return joined


def _write(data: mmap.mmap, pieces: list[Piece], target: Path) -> None:
    with target.open("wb") as out:
        for piece in pieces:
            if isinstance(piece, bytes):
                out.write(piece)
                continue
            start, end = piece
            for at in range(start, end, 1 << 20):
                out.write(data[at : min(end, at + (1 << 20))])


def _of_png(data: mmap.mmap) -> Iterator[Piece]:
    at = 8
    while True:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if end > len(data):
            raise ValueError("a chunk ends behind the file")
        if kind in PNG_KEEPS:
            yield at, end
        elif kind == b"eXIf" and (turned := _orientation(data[at + 8 : at + 8 + min(length, 1 << 16)])) > 1:
            exif = kind + _exif(turned)
            yield struct.pack(">I", len(exif) - 4) + exif + struct.pack(">I", crc32(exif))
        if kind == b"IEND":
            return
        at = end


def _of_jpeg(data: mmap.mmap) -> Iterator[Piece]:
    at = 2
    while True:
        start = at
        while data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise ValueError("no marker where one has to be")
        marker = data[at + 1]
        if marker == 0xD9:
            yield start, at + 2
            return
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if end > len(data):
            raise ValueError("a segment ends behind the file")
        if marker == 0xDA:  # pixels follow, up to the next marker
            found = MARKER.search(data, end)
            if not found:
                raise ValueError("the picture has no end")
            end = found.start()
        yield from _segment(data, marker, start, at + 4, end)
        at = end


def _segment(data: mmap.mmap, marker: int, start: int, content: int, end: int) -> Iterator[Piece]:
    """Keep a segment, unless it is of an application (0xE0 to 0xEF) or a comment (0xFE) and nobody needs it to draw."""
    begins = data[content : min(end, content + 14)]
    is_note = 0xE0 <= marker <= 0xEF or marker == 0xFE
    kept = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(marker)
    if not is_note or (kept and begins.startswith(kept)):
        yield start, end
    elif marker == 0xE1 and begins.startswith(b"Exif\0") and (turned := _orientation(data[content + 6 : end])) > 1:
        exif = b"Exif\0\0" + _exif(turned)
        yield b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _exif(orientation: int) -> bytes:
    """Make the shortest note of how a picture is turned (TIFF 6.0: one entry of one short number)."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, orientation, 0, 0)


def _orientation(exif: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for entry in range(first + 2, first + 2 + 12 * min(count, 500), 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1
