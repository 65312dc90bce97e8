"""How large a film is, as its file says (ISO 14496-12): so its place can be kept before any of it is loaded."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

MOST_BOXES = 1000
"""How many boxes are looked at in one place: a film has some, a file that lies as many as it likes."""

LARGEST = 16_384


def film_size(path: Path) -> tuple[int, int] | None:
    """Return the size of a film as it is seen, in pixels; None if its file does not say. For threads: it reads."""
    try:
        with path.open("rb") as file:
            end = file.seek(0, 2)
            for film in _boxes(file, b"moov", 0, end):
                for track in _boxes(file, b"trak", *film):
                    for header in _boxes(file, b"tkhd", *track):
                        if size := _size(file, *header):
                            return size
    except (OSError, struct.error):
        return None
    return None


def _boxes(file: BinaryIO, wanted: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Go through the boxes of a kind in a part of a file, as where their content begins and ends."""
    for _ in range(MOST_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(8))
        content = start + 8
        if length == 1:  # it is too long for 32 bits
            (length,) = struct.unpack(">Q", file.read(8))
            content += 8
        stop = end if length == 0 else start + length
        if not content <= stop <= end:
            return
        if kind == wanted:
            yield content, stop
        start = stop


def _size(file: BinaryIO, start: int, end: int) -> tuple[int, int] | None:
    """Read the size of a track from its header; sound has none. A phone notes by a matrix how it was held."""
    if end - start < 84:
        return None
    file.seek(end - 44)
    values = struct.unpack(">9i2I", file.read(44))
    width, height = values[9] >> 16, values[10] >> 16
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        return None
    is_turned = values[0] == 0 and values[4] == 0 and values[1] != 0
    return (height, width) if is_turned else (width, height)
