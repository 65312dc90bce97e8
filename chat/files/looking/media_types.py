"""What a file is, by its first bytes; a name says nothing but which of several kinds of text or archive it may be."""

import re
from pathlib import PurePath

HEAD = 4096
"""Bytes of a file's beginning that tell what it is."""

UNKNOWN = "application/octet-stream"

BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"%PDF-", "application/pdf"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"BZh", "application/x-bzip2"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"{\\rtf", "application/rtf"),
)
"""What files of a kind begin with, and no text does."""

BRANDS = (
    (b"avif avis", "image/avif"),
    (b"heic heix heim heis hevc hevx mif1 msf1", "image/heic"),
    (b"qt  ", "video/quicktime"),
    (b"M4A  M4B  M4P ", "audio/mp4"),
)
"""Of files that are made of boxes (ISO 14496-12): the main brand says which; any other is a film."""

IN_ZIP = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".epub": "application/epub+zip",
}

OF_TEXT = {".csv": "text/csv", ".md": "text/markdown", ".json": "application/json", ".xml": "application/xml"}

MARKUP = re.compile(
    rb"<(?:!doctype|!--|\?xml|html|head|body|script|svg|iframe|style|title|table|a|b|h1|div|p|br)\b", re.IGNORECASE
)
"""What makes a browser take a text for a page (whatwg.org, MIME sniffing), or draw it as a picture."""


def media_type(head: bytes, name: str) -> str:
    """Return what a file is that begins so: at most `HEAD` bytes are looked at."""
    head, suffix = head[:HEAD], PurePath(name).suffix.lower()
    for beginning, kind in BEGINNINGS:
        if head.startswith(beginning):
            return "image/apng" if kind == "image/png" and _is_animated_png(head) else kind
    if head.startswith(b"PK\x03\x04"):
        return IN_ZIP.get(suffix, "application/zip")
    return _of_container(head) or _of_sound(head) or _of_text(head, suffix) or UNKNOWN


def _is_animated_png(head: bytes) -> bool:
    control, pixels = head.find(b"acTL"), head.find(b"IDAT")
    return control != -1 and (pixels == -1 or control < pixels)


def _of_container(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return next((kind for brands, kind in BRANDS if head[8:12] in brands), "video/mp4")
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[:4] == b"OggS":
        return "video/ogg" if b"theora" in head[:128] else "audio/ogg"
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return "audio/aiff"
    if head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) > 26:
        return "image/bmp"
    return "application/x-tar" if head[257:262] == b"ustar" else None


def _of_sound(head: bytes) -> str | None:
    """Know sound that begins with a frame at once (MPEG layer 3, ADTS)."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0 and head[2] & 0x3C != 0x3C:
        return "audio/aac"
    is_frame = head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 not in {0, 0xF0} and head[2] & 0x0C != 0x0C
    return "audio/mpeg" if is_frame else None


def _of_text(head: bytes, suffix: str) -> str | None:
    if not looks_like_text(head):
        return None
    if suffix == ".svg" or b"<svg" in head[:1024].lower():
        return "image/svg+xml"
    if suffix in {".html", ".htm", ".xhtml", ".shtml", ".mhtml"}:
        return "text/html"
    if suffix not in OF_TEXT and MARKUP.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()):
        return "text/html"
    return OF_TEXT.get(suffix, "text/plain")


def looks_like_text(head: bytes) -> bool:
    """Tell whether these bytes are text: no control characters but those that text has, or marked as UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(head) > 3 and head[:4] != b"\xff\xfe\0\0"
    return not head.translate(None, _PRINTED)[:1]


_PRINTED = bytes({*range(32, 256), *b"\t\n\r\f\x1b"} - {127})
"""Bytes that text may have, in UTF-8 as in the older encodings of one byte a letter."""
