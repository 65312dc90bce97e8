"""The chunks of a WebP (RFC 9649): those that say how it looks, and where they are."""

import struct
from collections.abc import Iterator
from mmap import mmap

from chat.files.looking import exif

KEEPS = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}

MOST_CHUNKS = 20_000
"""Of how many it may be: those of a moving picture stand within one for each of its images."""

HAS_XMP, HAS_EXIF = 0x04, 0x08
"""Bits of the chunk `VP8X`, which says what others there are."""

HEAD = 12
"""Bytes before the first chunk: "RIFF", a length, "WEBP"."""


def is_webp(data: mmap) -> bool:
    """Tell whether it begins as one."""
    return data[:4] == b"RIFF" and data[8:HEAD] == b"WEBP"


def without_notes(data: mmap) -> Iterator[bytes | tuple[int, int]]:
    """Go through the chunks: where each is in the file, or what takes its place, which may be nothing.

    Raises `ValueError` or `struct.error` for what does not keep to its format.
    """
    turned = max((_turned(data, start, end) for kind, start, end in _chunks(data) if kind == b"EXIF"), default=1)
    is_told = False
    for kind, start, end in _chunks(data):
        if kind == b"VP8X":
            flags = data[start + 8] & ~(HAS_XMP | HAS_EXIF) | (HAS_EXIF if turned > 1 else 0)
            yield (start, end) if flags == data[start + 8] else data[start : start + 8] + bytes([flags])
            if flags != data[start + 8]:
                yield start + 9, end
        elif kind == b"EXIF" and turned > 1 and not is_told:
            is_told = True
            note = exif.shortest(turned)
            yield kind + struct.pack("<I", len(note)) + note
        else:
            yield (start, end) if kind in KEEPS else b""


def _chunks(data: mmap) -> Iterator[tuple[bytes, int, int]]:
    at, count, last = HEAD, 0, 8 + struct.unpack("<I", data[4:8])[0]
    if last > len(data):
        raise ValueError("the picture ends behind the file")
    while at < last:
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        end = at + 8 + length
        count += 1
        if count > MOST_CHUNKS:
            raise ValueError("too many chunks")
        if end > last:
            raise ValueError("a chunk ends behind the picture")
        end = min(end + length % 2, last)
        yield kind, at, end
        at = end


def _turned(data: mmap, start: int, end: int) -> int:
    return exif.orientation(data[start + 8 : min(end, start + 8 + (1 << 16))].removeprefix(b"Exif\0\0"))
