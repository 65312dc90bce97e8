"""How large films are."""

import struct

import pytest

from chat.files.looking.films import film_size

UPRIGHT = (1, 0, 0, 0, 1, 0, 0, 0, 1)
TURNED = (0, 1, 0, -1, 0, 0, 0, 0, 1)


def box(kind, content=b""):
    return struct.pack(">I4s", 8 + len(content), kind) + content


def track(width, height, matrix=UPRIGHT):
    header = bytes(40) + struct.pack(">9i2I", *(value << 16 for value in matrix), width << 16, height << 16)
    return box(b"trak", box(b"tkhd", header) + box(b"mdia"))


BEGIN = box(b"ftyp", b"isom" + bytes(4))


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (BEGIN + box(b"moov", track(640, 360)), (640, 360)),
        (BEGIN + box(b"mdat") + box(b"moov", box(b"mvhd", bytes(9)) + track(0, 0) + track(92, 18)), (92, 18)),
        (BEGIN + box(b"moov", track(1920, 1080, TURNED)), (1080, 1920)),
        (BEGIN + struct.pack(">I4sQ", 1, b"mdat", 20) + bytes(4) + box(b"moov", track(64, 48)), (64, 48)),
        (BEGIN + struct.pack(">I4s", 0, b"moov") + track(64, 48), (64, 48)),
        (BEGIN, None),
        (BEGIN + box(b"moov", track(60_000, 1)), None),
        (BEGIN + box(b"moov", box(b"trak", box(b"tkhd", bytes(20)))), None),
        (BEGIN + struct.pack(">I4s", 7, b"moov") * 5000, None),
        (BEGIN + struct.pack(">I4sQ", 1, b"moov", 2**64 - 1) + track(64, 48), None),
        (BEGIN + struct.pack(">I4s", 9999, b"moov") + track(64, 48), None),
        (BEGIN + box(b"free") * 5000 + box(b"moov", track(64, 48)), None),
        (b"", None),
    ],
)  # fmt: skip
def test_the_file_says_how_large_a_film_is(tmp_path, data, size):
    (tmp_path / "film").write_bytes(data)
    assert film_size(tmp_path / "film") == size
