"""What people upload as their picture: made small, square and harmless, or refused in words."""

import io
import struct
import subprocess
import sys
import warnings
import zlib
from pathlib import Path

import pytest
from PIL import Image

from chat.accounts import pictures
from chat.accounts.pictures import avatar_from
from chat.errors import Invalid

SECRET = b"GPS 52.5200 13.4050"
REFUSED = "cannot be read as a picture"


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def halves(size=(400, 300), mode="RGB"):
    """A picture red at its left and blue at its right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def opened(picture):
    image = Image.open(io.BytesIO(picture))
    image.load()
    return image


def colours(picture):
    """Name the colours in the middle of the left, right, top and bottom."""
    image = opened(picture).convert("RGB")
    places = [(20, 72), (124, 72), (72, 20), (72, 124)]
    return ["red" if image.getpixel(place)[0] > 128 else "blue" for place in places]


def with_orientation(number):
    image = halves()
    exif = Image.Exif()
    exif[0x0112] = number
    exif[0x010E] = SECRET.decode()
    return encoded(image, "JPEG", exif=exif)


def png(width, height, data=b""):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("size", [(400, 300), (1, 1), (30, 3000), (144, 144)])
async def test_a_picture_becomes_a_small_square_webp(kind, size):
    digest, picture = await avatar_from(encoded(halves(size), kind))
    image = opened(picture)
    assert (image.format, image.size, getattr(image, "n_frames", 1)) == ("WEBP", (144, 144), 1)
    assert len(digest) == 24
    assert digest.isalnum()
    assert len(picture) < 20_000


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
async def test_every_kind_of_png_is_read(mode):
    image = (
        halves(mode="L").convert("I;16")
        if mode == "I;16"
        else halves(mode="RGBA" if mode == "LA" else "RGB").convert(mode)
    )
    _, picture = await avatar_from(encoded(image, "PNG"))
    assert opened(picture).size == (144, 144)


async def test_a_picture_for_print_is_read():
    _, picture = await avatar_from(encoded(halves(mode="CMYK"), "JPEG"))
    assert opened(picture).size == (144, 144)


async def test_what_is_see_through_stays_so():
    _, picture = await avatar_from(encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))
    assert opened(picture).convert("RGBA").getpixel((72, 72))[3] == 0


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        (1, ["red", "blue"]),
        (2, ["blue", "red"]),
        (3, ["blue", "red"]),
        (6, ["top red"]),
        (8, ["bottom red"]),
    ],
)
async def test_a_picture_taken_on_its_side_is_shown_upright(number, seen):
    _, picture = await avatar_from(with_orientation(number))
    left, right, top, bottom = colours(picture)
    assert seen in ([left, right], ["top red"] if (top, bottom) == ("red", "blue") else ["bottom red"])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_nothing_is_kept_of_what_the_camera_wrote_or_somebody_hid(kind):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    options = {"exif": exif, "icc_profile": SECRET * 20} if kind != "PNG" else {"exif": exif}
    upload = encoded(halves(), kind, **options) + b"<script>" + SECRET
    assert SECRET in upload
    _, picture = await avatar_from(upload)
    assert SECRET not in picture
    assert b"<script>" not in picture
    assert not {"exif", "icc_profile", "xmp"} & set(opened(picture).info)


async def test_a_moving_picture_stands_still():
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue", "green")]
    upload = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50, loop=0)
    assert opened(upload).n_frames == 3
    _, picture = await avatar_from(upload)
    assert getattr(opened(picture), "n_frames", 1) == 1
    assert colours(picture) == ["red"] * 4


async def test_the_same_picture_has_the_same_address():
    upload = encoded(halves(), "PNG")
    assert await avatar_from(upload) == await avatar_from(upload)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_PICTURES = {
    "nothing": b"",
    "words": b"hello",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "svg": SVG,
    "svg with a declaration": b'<?xml version="1.0"?>' + SVG,
    "a page that begins like a gif": b"GIF89a/*" + SVG + b"*/=1;alert(1)",
    "a page that begins like a jpeg": b"\xff\xd8\xff\xe0" + SVG,
    "a page that begins like a png": b"\x89PNG\r\n\x1a\n" + SVG,
    "a page that begins like a webp": b"RIFF\x40\0\0\0WEBPVP8 " + SVG,
    "bmp": encoded(halves(), "BMP"),
    "tiff": encoded(halves(), "TIFF"),
    "ico": encoded(halves((32, 32)), "ICO"),
    "ppm": encoded(halves(), "PPM"),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n",
    "pdf": b"%PDF-1.7\n",
    "a program": b"\x7fELF" + b"\0" * 200,
    "a picture of no size": png(0, 0),
    "a png without pixels": png(9, 9),
}


@pytest.mark.parametrize("upload", NO_PICTURES.values(), ids=NO_PICTURES)
async def test_what_is_no_picture_is_refused(upload):
    with pytest.raises(Invalid, match=REFUSED):
        await avatar_from(upload)


@pytest.mark.parametrize(("width", "height"), [(7000, 7000), (60_000, 60_000), (2**31 - 1, 1), (2**31 - 1, 2**31 - 1)])
async def test_a_picture_that_would_unpack_to_gigabytes_is_not_unpacked(monkeypatch, width, height):
    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", None)
    with pytest.raises(Invalid):
        await avatar_from(png(width, height, b"\0" * 1000))


PEAK = """
import sys
from chat.accounts import pictures
upload = sys.stdin.buffer.read()
open("/proc/self/clear_refs", "w").write("5")  # the peak is measured from here
try:
    pictures._small(upload)
except pictures.Invalid as refused:
    assert "too many pixels" in str(refused), refused
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def peak_of(upload):
    """Return how much memory a process of its own takes for a picture, in kB."""
    done = subprocess.run([sys.executable, "-c", PEAK], input=upload, capture_output=True, check=True)
    return int(done.stdout)


@pytest.mark.drill
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells the peak since a moment")
def test_no_picture_takes_more_memory_than_one_of_twelve_megapixels_does():
    allowed = peak_of(encoded(Image.new("RGB", (4000, 3000)), "WEBP"))  # the dearest of the formats
    colossal = Image.new("L", (8000, 6000))
    uploads = [encoded(colossal.convert("1"), "PNG"), encoded(colossal, "PNG"), encoded(colossal, "GIF")]
    uploads += [
        encoded(colossal, "JPEG", progressive=True),
        encoded(colossal, "JPEG"),
        png(20_000, 20_000, b"\0" * 999),
    ]
    assert all(peak_of(upload) < allowed for upload in uploads)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
async def test_a_photo_of_many_megapixels_is_shrunk_while_it_is_read(mode):
    _, picture = await avatar_from(encoded(Image.new(mode, (8000, 6000)), "JPEG", quality=40))
    assert opened(picture).size == (144, 144)


def in_several_scans(upload):
    """Have the first scan of a JPEG hold its first colour only, so that more of them have to follow."""
    place = upload.index(b"\xff\xda")
    length = int.from_bytes(upload[place + 2 : place + 4], "big")
    return upload[:place] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + upload[place + 2 + length :]


async def test_of_a_jpeg_in_several_scans_all_would_be_in_memory_so_it_may_be_no_larger_than_others():
    large, small = (encoded(Image.new("RGB", size), "JPEG") for size in ((5000, 3000), (500, 300)))
    await avatar_from(large)
    await avatar_from(in_several_scans(small))
    with pytest.raises(Invalid, match="too many pixels"):
        await avatar_from(in_several_scans(large))


async def test_a_large_upload_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(pictures, "_small", None)
    with pytest.raises(Invalid, match="at most 5 MB"):
        await avatar_from(b"\0" * (5 * 1024 * 1024 + 1))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_a_truncated_or_damaged_picture_is_refused_or_read_but_never_an_error_of_ours(kind):
    whole = encoded(halves((90, 70)), kind, **({"exif": Image.Exif()} if kind == "JPEG" else {}))
    for end in range(0, len(whole), max(1, len(whole) // 25)):
        await _either(whole[:end])
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        for value in (0, 255, whole[place] ^ 64):
            await _either(whole[:place] + bytes([value]) + whole[place + 1 :])
    with pytest.raises(Invalid):
        await avatar_from(whole[: len(whole) // 3])


async def _either(upload):
    try:
        _, picture = await avatar_from(upload)
    except Invalid:
        return
    assert opened(picture).size == (144, 144)


async def test_a_picture_leaves_everybody_elses_warnings_alone(monkeypatch):
    """Filters of warnings are the whole process's: to make errors of them here made errors of them everywhere."""
    seen = []
    whole = pictures._small
    monkeypatch.setattr(pictures.ImageOps, "fit", _recording(seen, pictures.ImageOps.fit))
    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", _recording(seen, pictures.ImageOps.exif_transpose))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = warnings.filters[:]
        whole(encoded(halves(), "PNG"))
    assert seen == [before, before]


def _recording(seen, function):
    def record(*args):
        seen.append(warnings.filters[:])
        return function(*args)

    return record
