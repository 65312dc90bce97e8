"""How files are shown in a row: which are pictures, how large they are there, and what cards say of the others."""

from collections.abc import Iterable
from pathlib import PurePath

from chat.files.items import FileItem

MOST, LONGEST = 360, 7.5
"""Pixels of the square that a picture fits in, and how many times as long as wide it is: as it has been drawn."""

UNKNOWN = (640, 360)
"""The size of a film whose file does not say it."""

KINDS = {"picture": "Picture", "video": "Video", "audio": "Audio", "text": "Text", "pdf": "PDF"}

UNITS = ("bytes", "KB", "MB", "GB")


def pictures(files: Iterable[FileItem]) -> list[FileItem]:
    """Return those that are shown as pictures."""
    return [file for file in files if file.kind == "picture"]


def others(files: Iterable[FileItem]) -> list[FileItem]:
    """Return those that are not."""
    return [file for file in files if file.kind != "picture"]


def shown_size(file: FileItem) -> tuple[int, int]:
    """Return the pixels that a picture or film takes in a row, which are kept for it until it is there."""
    width, height = (file.width, file.height) if file.width and file.height else UNKNOWN
    width, height = min(width, round(height * LONGEST)), min(height, round(width * LONGEST))
    scale = min(1.0, MOST / width, MOST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def file_size(size: int) -> str:
    """Say how large a file is, such as "1.2 MB", as file_words.js does, and as limits are set."""
    amount, unit = float(size), 0
    while amount >= 999.5 and unit < len(UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    digits = 1 if unit and amount < 9.95 else 0
    return f"{f'{amount:.{digits}f}'.removesuffix('.0')} {'byte' if size == 1 else UNITS[unit]}"


def ending(file: FileItem) -> str:
    """Return the letters on a file's icon: what its name ends with, as long as that is short."""
    suffix = PurePath(file.name).suffix[1:]
    return suffix.upper() if 0 < len(suffix) <= 4 and suffix.isascii() and suffix.isalnum() else ""


def said_of(file: FileItem) -> str:
    """Say what a file is and how large, such as "PDF, 1.2 MB"."""
    kind = KINDS.get(file.kind) or ending(file) or "File"
    return f"{kind}, {file_size(file.size)}"
