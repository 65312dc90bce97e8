"""Files written atomically, readable by their owner only."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class OperationError(Exception):
    """A command could not be carried out; the text says why in one line."""


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """Make an empty file (mode 0600) in the same folder, and remove it if nobody has kept it."""
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for path in (name, f"{name}-journal"):
            Path(path).unlink(missing_ok=True)


def keep(part: Path, file: Path) -> None:
    """Rename a finished file, once it is on disk."""
    _to_disk(part)
    part.replace(file)
    _to_disk(file.parent)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
