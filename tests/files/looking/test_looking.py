"""A look into a file: whatever is in it, the server goes on."""

import struct
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from chat.files.looking import Look, drawing, look_at, pictures
from tests.files.looking.samples import encoded, halves, moving, pdf, png, png_chunk


@pytest.fixture
def look(tmp_path):
    def look(data, name="file"):
        (tmp_path / "file").write_bytes(data)
        return look_at(tmp_path / "file", name)

    return look


def test_a_picture_is_seen(look):
    seen = look(encoded(halves((800, 600)), "JPEG"), "a.txt")
    assert (seen.type, seen.width, seen.height, seen.is_animated, seen.excerpt) == ("image/jpeg", 800, 600, False, "")
    assert [small[8:12] for small in seen.previews] == [b"WEBP", b"WEBP"]


def test_a_moving_picture_is_known_to_move(look):
    assert look(moving("WEBP")).is_animated


def test_a_text_shows_its_first_lines(look):
    assert look(b"print(1)\n", "a.py") == Look("text/plain", excerpt="print(1)")


def test_svg_is_never_drawn(look):
    seen = look(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg")
    assert (seen.type, seen.previews) == ("image/svg+xml", ())


def test_a_program_that_runs_on_its_own_draws_as_one_within_the_server(look, monkeypatch):
    data = encoded(halves(), "PNG")
    seen = look(data)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert look(data) == seen


BOMB = png_chunk(b"IDAT", zlib.compress(bytes(30_000_000), 9))


def hostile():
    """Files that lie, with what they are called."""
    whole = encoded(halves(), "PNG")
    photo = encoded(halves(), "JPEG")
    yield "cut PNG", whole[:-40]
    yield "cut JPEG", photo[: len(photo) // 2]
    yield "size without pixels", png(400, 300)
    yield "too many pixels", png(10_000, 5_001)
    yield "far too many pixels", png(2**31 - 1, 2**31 - 1)
    yield "no pixels", png(0, 0)
    yield "text bomb", whole[:33] + png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 9)) + whole[33:]
    yield (
        "JPEG of 65,535 pixels a side",
        photo[:2] + photo[2:].replace(struct.pack(">HH", 300, 400), b"\xff\xff\xff\xff", 1),
    )
    yield "GIF of no size", b"GIF89a" + bytes(20)
    yield "GIF of 65,535 pixels a side", b"GIF89a\xff\xff\xff\xff" + bytes(200)
    yield "WebP that ends", b"RIFF\xff\xff\xff\xffWEBPVP8L" + bytes(30)
    yield "HEIC without picture", b"\0\0\0\x18ftypheic" + bytes(200)
    yield "AVIF without picture", b"\0\0\0\x18ftypavif" + bytes(200)
    yield "BMP without pixels", b"BM" + bytes(4) + bytes(4) + b"\x36\0\0\0\x28\0\0\0" + b"\xff\x7f\0\0" * 2 + bytes(60)
    yield "PDF without page", b"%PDF-1.7\n" + bytes(100)
    yield "PDF in a circle", pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    yield "PostScript in a picture's name", b"%!PS-Adobe-3.0\n%%BoundingBox: 0 0 9 9\n"


@pytest.mark.parametrize("data", [data for _, data in hostile()], ids=[name for name, _ in hostile()])
def test_a_file_that_lies_has_no_picture(look, data):
    seen = look(data, "photo.png")
    assert seen.previews == ()
    assert seen.type != "text/html"


def test_polyglots_are_what_they_begin_with(look):
    page = b"<script>alert(1)</script>"
    seen = look(encoded(halves(), "GIF") + page, "a.html")
    assert seen.type == "image/gif"
    assert all(page not in small for small in seen.previews)
    assert look(page + encoded(halves(), "GIF"), "a.gif").previews == ()


def program(tmp_path, monkeypatch, code):
    (tmp_path / "drawing.py").write_text(code)
    monkeypatch.setattr(drawing, "__file__", str(tmp_path / "drawing.py"))


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "raise MemoryError",
        "print('no JSON')",
        "print('[]')",
        'print(\'{"width": 0, "height": 0, "is_animated": false, "lengths": []}\')',
        'print(\'{"width": 9, "height": 9, "is_animated": 0, "lengths": [5, 5]}\\n<svg><svg>\')',
        'print(\'{"width": 9, "height": 9, "is_animated": 0, "lengths": null}\')',
    ],
)
def test_a_decoder_that_crashes_or_is_taken_over_is_no_picture(look, tmp_path, monkeypatch, code):
    program(tmp_path, monkeypatch, code)
    assert look(encoded(halves(), "PNG")) == Look("image/png")


def test_a_decoder_that_runs_on_is_ended(look, tmp_path, monkeypatch):
    program(tmp_path, monkeypatch, "while True: pass")
    monkeypatch.setattr(pictures, "TIMEOUT", 0.2)
    assert look(encoded(halves(), "PNG")) == Look("image/png")


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="other systems have other limits")
def test_a_decoder_gets_no_more_memory_than_it_may_have(look, tmp_path, monkeypatch):
    code = Path(drawing.__file__).read_text().replace("def draw(", "def draw(path): bytearray(MEMORY)\n\ndef other(")
    program(tmp_path, monkeypatch, code)
    assert look(encoded(halves(), "PNG")) == Look("image/png")
    program(tmp_path, monkeypatch, code.replace("bytearray(MEMORY)", "return _of_picture(path, FORMATS)"))
    assert look(encoded(halves(), "PNG")).previews


def test_a_large_picture_is_drawn_within_the_limits(look):
    seen = look(encoded(Image.new("L", (8000, 6250)), "PNG", compress_level=1))
    assert (seen.width, seen.height, len(seen.previews)) == (8000, 6250, 2)
