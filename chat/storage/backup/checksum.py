"""The checksum at the end of a backup, which a restore compares.

It follows the last page of a SQLite file, or the last block of a pg_dump archive. SQLite and pg_restore do not read
that far, so a backup remains a file that they can open.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from chat.storage.backup.atomic_files import OperationError

LABEL = b"\nStreamChat backup, SHA-256 of all bytes before this line: "
SIZE = len(LABEL) + 64 + 1
"""Bytes of the whole line, with 64 hexadecimal digits and the line break."""

BEGINNING = 20
"""Bytes of the label that are enough to recognise one that was cut off."""

BLOCK = 1 << 20


def add(file: Path) -> None:
    """Append a file's checksum to it."""
    digest = hashlib.sha256()
    for block in _blocks(file, file.stat().st_size):
        digest.update(block)
    with file.open("ab") as end:
        end.write(LABEL + digest.hexdigest().encode() + b"\n")


def check(file: Path) -> bool:
    """Compare a backup with its checksum; returns whether it has one (backups of older versions have none).

    Raises `OperationError` for a backup that was changed, shortened or extended.
    """
    size = max(0, file.stat().st_size - SIZE)
    digest, before, has_label = hashlib.sha256(), b"", False
    for block in _blocks(file, size):
        digest.update(block)
        has_label = has_label or LABEL in before + block
        before = block[-len(LABEL) :]
    with file.open("rb") as end:
        end.seek(size)
        line = end.read()
    if line == LABEL + digest.hexdigest().encode() + b"\n":
        return True
    if has_label or _resembles(line) or LABEL[:BEGINNING] in before + line:
        raise OperationError(f'"{file}" is damaged: it is not as it was written (its checksum differs)')
    return False


def _resembles(line: bytes) -> bool:
    """Return whether this is the label with some of its bytes changed."""
    return sum(a == b for a, b in zip(line, LABEL, strict=False)) > len(LABEL) // 4


def _blocks(file: Path, size: int) -> Iterator[bytes]:
    """Read a file in blocks, up to a size."""
    with file.open("rb") as content:
        while size > 0 and (block := content.read(min(BLOCK, size))):
            size -= len(block)
            yield block
