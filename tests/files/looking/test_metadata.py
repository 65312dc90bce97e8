"""What a camera writes is cut out of pictures, whose pixels stay as they are."""

import io
import time
import tracemalloc

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from chat.files.looking import without_metadata
from tests.files.looking.samples import SECRET, encoded, halves, moving, notes, png_chunk


@pytest.fixture
def cut(tmp_path):
    def cut(data):
        before, after = tmp_path / "before", tmp_path / "after"
        before.write_bytes(data)
        return after.read_bytes() if without_metadata(before, after) else None

    return cut


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.convert("RGBA").tobytes()


def told(data):
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return dict(image.getexif()), {key for key in image.info if key in {"xmp", "comment", "photoshop", "Comment"}}


JPEGS = [{}, {"progressive": True}, {"subsampling": 0, "restart_marker_blocks": 1}]


@pytest.mark.parametrize("options", JPEGS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_jpeg_loses_its_notes_and_no_pixel(cut, options, orientation):
    data = encoded(halves(), "JPEG", exif=notes(orientation), xmp=SECRET, comment=SECRET, **options)
    assert data.count(SECRET) == 3
    after = cut(data)
    assert SECRET not in after
    assert pixels(after) == pixels(data)
    assert told(after) == ({0x0112: 6} if orientation == 6 else {}, set())


@pytest.mark.parametrize("orientation", [1, 8])
def test_a_png_loses_its_notes_and_no_pixel(cut, orientation):
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    text.add(b"prVt", SECRET)
    data = encoded(halves(mode="P"), "PNG", exif=notes(orientation), pnginfo=text)
    assert data.count(SECRET) == 4
    after = cut(data)
    assert SECRET not in after
    assert pixels(after) == pixels(data)
    assert told(after) == ({0x0112: 8} if orientation == 8 else {}, set())


@pytest.mark.parametrize("orientation", [1, 3])
@pytest.mark.parametrize(("mode", "options"), [("RGB", {}), ("RGB", {"lossless": True}), ("RGBA", {})])
def test_a_webp_loses_its_notes_and_no_pixel(cut, mode, options, orientation):
    data = encoded(halves((399, 300), mode), "WEBP", exif=notes(orientation), xmp=SECRET, **options)
    assert data.count(SECRET) == 2
    after = cut(data)
    assert SECRET not in after
    assert len(after) == 8 + int.from_bytes(after[4:8], "little")
    assert pixels(after) == pixels(data)
    assert told(after) == ({0x0112: 3} if orientation == 3 else {}, set())
    assert cut(after) is None or orientation == 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_stands_behind_the_end_goes(cut, kind):
    data = encoded(halves(), kind)
    assert cut(data + b"PK\x03\x04" + SECRET) == data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_colours_stay_as_they_were(cut, kind):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    after = cut(encoded(halves(), kind, icc_profile=profile, exif=notes()))
    assert Image.open(io.BytesIO(after)).info["icc_profile"] == profile


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_still_moves(cut, kind):
    data = moving(kind, exif=notes())
    assert Image.open(io.BytesIO(cut(data))).n_frames == 2


@pytest.mark.parametrize(
    "data",
    [
        encoded(halves(), "JPEG"),
        encoded(halves(), "PNG"),
        encoded(halves(), "WEBP"),
        encoded(halves(), "WEBP", exif=notes())[:-20],
        b"RIFF\x10\0\0\0WEBPEXIF\xff\xff\xff\x7f" + bytes(20),
        b"RIFF\x0c\0\0\0WEBPEXIF",
        b"",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe1\xff\xff" + bytes(30),
        encoded(halves(), "JPEG", exif=notes())[:-200],
        b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIDAT" + bytes(40),
        (b"\x89PNG\r\n\x1a\n" + png_chunk(b"tEXt", b"a\0b")) * 2,
    ],
)
def test_what_has_no_notes_or_does_not_keep_to_its_format_stays(cut, data):
    assert cut(data) is None


def test_lies_about_how_a_picture_is_turned_are_harmless(cut):
    for exif in (
        b"MM\0*\xff\xff\xff\xff",
        b"II*\0\x08\0\0\0\xff\xff",
        b"MM",
        b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x63\0\0",
    ):
        after = cut(encoded(halves(), "JPEG", exif=b"Exif\0\0" + exif))
        assert told(after) == ({}, set())


def test_a_mark_may_have_fill_bytes_before_it(cut):
    data = encoded(halves(), "JPEG", exif=notes())
    filled = data[:2] + b"\xff" * 9 + data[2:-2] + b"\xff" * 9 + data[-2:]
    after = cut(filled)
    assert SECRET not in after
    assert pixels(after) == pixels(data)


def test_cutting_takes_time_in_proportion_to_the_picture(tmp_path):
    """Four times the bytes take about four times as long; to go back in each run of them would take sixteen times."""

    def seconds(length):
        before = tmp_path / "before"
        before.write_bytes(b"\xff\xd8\xff\xda\0\2" + (b"\xff" * length + b"\0") + b"\xff\xd9")
        return min(_seconds(before, tmp_path / "after") for _ in range(3))

    assert seconds(8000) < 9 * seconds(2000) + 0.005


def _seconds(before, after):
    start = time.thread_time()
    without_metadata(before, after)
    return time.thread_time() - start


def test_fill_bytes_without_end_are_no_marker(cut):
    assert cut(b"\xff\xd8" + b"\xff" * 2_000_000 + b"\xfe\0\2\xff\xd9") is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff\xdb\0\2" * 500_000 + b"\xff\xd9",
        b"\xff\xd8" + b"\xff\xfe\0\2" * 500_000 + b"\xff\xd9",
        b"\xff\xd8" + b"\xff\xe1\0\2\xff\xdb\0\2" * 250_000 + b"\xff\xd9",
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IDAT", b"") * 160_000 + png_chunk(b"IEND", b""),
        b"RIFF" + (8 * 160_000 + 4).to_bytes(4, "little") + b"WEBP" + b"XMP \0\0\0\0" * 160_000,
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"tEXt", b"") * 160_000 + png_chunk(b"IEND", b""),
    ],
    ids=["segments", "comments", "segments between notes", "chunks", "parts", "texts"],
)
def test_a_picture_of_very_many_pieces_stays_and_takes_little_memory(cut, data):
    tracemalloc.start()
    try:
        assert cut(data) is None
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_picture_of_many_pieces_loses_its_notes(cut):
    data = encoded(halves(), "PNG", exif=notes())
    assert cut(data[:33] + png_chunk(b"sPLT", b"") * 10_000 + data[33:]).count(b"sPLT") == 10_000
