"""What a file is: by its bytes, not by its name."""

import pytest

from chat.files.looking.media_types import media_type
from tests.files.looking.samples import encoded, halves, moving, pdf

ZIP = b"PK\x03\x04" + bytes(26)


def box(brand):
    return b"\0\0\0\x18ftyp" + brand + bytes(12)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (encoded(halves(), "PNG"), "evil.html", "image/png"),
        (encoded(halves(), "JPEG"), "photo.txt", "image/jpeg"),
        (encoded(halves(), "GIF"), "a.gif", "image/gif"),
        (encoded(halves(), "WEBP"), "a.webp", "image/webp"),
        (encoded(halves(), "AVIF"), "a.avif", "image/avif"),
        (encoded(halves(), "BMP"), "a.bmp", "image/bmp"),
        (moving("PNG"), "a.png", "image/apng"),
        (box(b"heic"), "a.jpg", "image/heic"),
        (box(b"isom"), "a.mp4", "video/mp4"),
        (box(b"qt  "), "a.mov", "video/quicktime"),
        (box(b"M4A "), "a.m4a", "audio/mp4"),
        (b"\x1a\x45\xdf\xa3" + bytes(8) + b"\x42\x82\x84webm", "a.webm", "video/webm"),
        (b"OggS" + bytes(24) + b"\x01vorbis", "a.ogg", "audio/ogg"),
        (b"OggS" + bytes(24) + b"\x80theora", "a.ogv", "video/ogg"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.wav", "audio/wav"),
        (b"ID3\x04" + bytes(20), "a.mp3", "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + bytes(20), "a.mp3", "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + bytes(20), "a.aac", "audio/aac"),
        (b"fLaC" + bytes(20), "a.flac", "audio/flac"),
        (pdf(), "a.png", "application/pdf"),
        (ZIP, "a.zip", "application/zip"),
        (ZIP, "a.exe", "application/zip"),
        (ZIP, "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"print('hi')\n", "a.py", "text/plain"),
        (b"print('hi')\n", "a.png", "text/plain"),
        (b"a,b\n1,2\n", "a.csv", "text/csv"),
        ("Grüße".encode("latin-1"), "a.txt", "text/plain"),
        ("Grüße".encode("utf-16"), "a.txt", "text/plain"),
        (b"", "empty", "text/plain"),
        (b"  <!DOCTYPE html><script>alert(1)</script>", "a.txt", "text/html"),
        (b"hello", "a.html", "text/html"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "a.png", "image/svg+xml"),
        (b"hello", "a.svg", "image/svg+xml"),
        (b"\0\1\2\3" * 9, "a.txt", "application/octet-stream"),
        (b"MZ\x90\0" + bytes(60), "a.jpg", "application/octet-stream"),
        (b"GIF8", "a.gif", "text/plain"),
        (b"\xff", "a.jpg", "text/plain"),
    ],
)
def test_the_first_bytes_say_what_a_file_is(data, name, kind):
    assert media_type(data, name) == kind


def test_no_beginning_of_bytes_is_too_strange():
    for first in range(256):
        for length in range(1, 40):
            assert "/" in media_type(bytes([first]) * length, "a")
