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

from chat.files.looking import exif, webp

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"

PNG_KEEPS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV"}
PNG_KEEPS |= {b"cLLI", b"bKGD", b"pHYs", b"sPLT", b"hIST", b"acTL", b"fcTL", b"fdAT"}
"""The chunks of a PNG that say how it looks."""

MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""What may end the pixels of a JPEG: in between, 0xFF stands before a zero, or is a mark to restart at.

More 0xFF before it, which fill, count as pixels: to look for them, too, would take the square of how many there are.
"""

FILLED = re.compile(rb"\xff{1,65536}")
"""How any other marker begins."""

AT_ONCE = 1 << 20
"""Bytes that are searched or copied at once: other threads wait meanwhile."""

MOST_PIECES = 20_000
"""Of how many chunks or segments a picture may be: one of 100 MB has 13,000 where libpng has written it."""

Piece = bytes | tuple[int, int]
"""Bytes to write, or from where to where in the file."""


def without_metadata(path: Path, target: Path) -> bool:
    """Write a picture without its metadata to another file; returns False, and writes nothing, if it has none to cut.

    Of JPEG, PNG and WebP only; one that does not keep to its format stays as it is. For threads: it reads all of it.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < 16:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                pieces = _pieces(data)
            except (struct.error, IndexError, ValueError):
                return False
            if not pieces or pieces == [(0, len(data))]:
                return False
            _write(data, pieces, target)
            return True


def _pieces(data: mmap.mmap) -> list[Piece]:
    if data[:8] == PNG_BEGINS:
        return _joined((0, 8), _of_png(data))
    if webp.is_webp(data):
        return _of_webp(data)
    return _joined((0, 2), _of_jpeg(data)) if data[:3] == b"\xff\xd8\xff" else []


def _joined(first: Piece, pieces: Iterator[Piece]) -> list[Piece]:
    joined = [first]
    for number, piece in enumerate(pieces):
        if number >= MOST_PIECES:
            raise ValueError("too many pieces")
        last = joined[-1]
        if isinstance(piece, tuple) and isinstance(last, tuple) and last[1] == piece[0]:
            joined[-1] = (last[0], piece[1])
        elif piece:
            joined.append(piece)
    return joined


def _write(data: mmap.mmap, pieces: list[Piece], target: Path) -> None:
    with target.open("wb") as out:
        for piece in pieces:
            if isinstance(piece, bytes):
                out.write(piece)
                continue
            start, end = piece
            for at in range(start, end, AT_ONCE):
                out.write(data[at : min(end, at + AT_ONCE)])


def _of_webp(data: mmap.mmap) -> list[Piece]:
    pieces = _joined((8, webp.HEAD), webp.without_notes(data))
    size = sum(len(piece) if isinstance(piece, bytes) else piece[1] - piece[0] for piece in pieces)
    return [] if pieces == [(8, len(data))] else [b"RIFF" + struct.pack("<I", size), *pieces]


def _of_png(data: mmap.mmap) -> Iterator[Piece]:
    """Go through the chunks; for each that is cut out, there is an empty piece, so that it is counted."""
    at = 8
    while True:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if end > len(data):
            raise ValueError("a chunk ends behind the file")
        if kind in PNG_KEEPS:
            yield at, end
        elif kind == b"eXIf" and (turned := exif.orientation(data[at + 8 : at + 8 + min(length, 1 << 16)])) > 1:
            note = kind + exif.shortest(turned)
            yield struct.pack(">I", len(note) - 4) + note + struct.pack(">I", crc32(note))
        else:
            yield b""
        if kind == b"IEND":
            return
        at = end


def _of_jpeg(data: mmap.mmap) -> Iterator[Piece]:
    """Go through the segments; as with PNG, one that is cut out is an empty piece."""
    at = 2
    while True:
        filled = FILLED.match(data, at)
        marker = data[filled.end()] if filled else 0xFF
        if not filled or marker == 0xFF:
            raise ValueError("no marker where one has to be")
        start, at = at, filled.end() - 1
        if marker == 0xD9:
            yield start, at + 2
            return
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if end > len(data):
            raise ValueError("a segment ends behind the file")
        if marker == 0xDA:  # pixels follow, up to the next marker
            end = _end_of_pixels(data, end)
        yield _segment(data, marker, start, at + 4, end)
        at = end


def _end_of_pixels(data: mmap.mmap, start: int) -> int:
    for at in range(start, len(data), AT_ONCE):
        if found := MARKER.search(data, at, at + AT_ONCE + 1):
            return found.start()
    raise ValueError("the picture has no end")


def _segment(data: mmap.mmap, marker: int, start: int, content: int, end: int) -> Piece:
    """Keep a segment, unless it is of an application (0xE0 to 0xEF) or a comment (0xFE) and nobody needs it to draw."""
    begins = data[content : min(end, content + 14)]
    is_note = 0xE0 <= marker <= 0xEF or marker == 0xFE
    kept = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(marker)
    if not is_note or (kept and begins.startswith(kept)):
        return start, end
    if marker == 0xE1 and begins.startswith(b"Exif\0") and (turned := exif.orientation(data[content + 6 : end])) > 1:
        note = b"Exif\0\0" + exif.shortest(turned)
        return b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note
    return b""
