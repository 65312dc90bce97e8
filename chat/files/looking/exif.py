"""What a camera notes of how it was held: all of its notes that a picture needs to be seen as it was."""

import struct

TAG = 0x0112


def orientation(exif: bytes) -> int:
    """Return how the picture is turned, from 1 (as it is) to 8; 1 for notes that say nothing that is known."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for entry in range(first + 2, first + 2 + 12 * min(count, 500), 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == TAG:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def shortest(turned: int) -> bytes:
    """Make the shortest note of how a picture is turned (TIFF 6.0: one entry of one short number)."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, TAG, 3, 1, turned, 0, 0)
