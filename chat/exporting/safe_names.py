"""Names of files and folders that every file system can have: Windows', macOS' and Linux'."""

import re
import unicodedata

MAX_BYTES = 100
"""Of a name; two of them, a digest and a folder to unpack to are below the 260 characters of a path on Windows."""

MAX_ENDING = 20
"""Bytes of a file's ending, with its dot, that are kept when its name is cut."""

FORBIDDEN = re.compile(r'[<>:"/\\|?*]')

DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""What names a device on Windows, in any folder and with any ending."""


def safe_name(name: str, otherwise: str = "file") -> str:
    """Return a name as near to another one as can be.

    Without parts of paths, control characters and what reverses the direction of writing; none that Windows keeps to
    itself; without dots and blanks at its ends; of at most `MAX_BYTES` in UTF-8, cut before its ending.

    Args:
        name: any text
        otherwise: what is returned if nothing is left
    """
    shown = "".join(filter(_is_shown, unicodedata.normalize("NFC", name)))
    line = _trimmed(FORBIDDEN.sub("_", " ".join(shown.split())))
    stem, dot, ending = line.rpartition(".")
    ending = f".{ending}" if stem and dot and len(ending.encode()) < MAX_ENDING else ""
    line = _trimmed(_cut(line.removesuffix(ending), MAX_BYTES - len(ending.encode()) - 1) + ending)
    if not line.strip("_ "):
        return otherwise
    return f"_{line}" if DEVICES.match(line) else line


def _is_shown(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _trimmed(line: str) -> str:
    return line.strip(" .")


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
