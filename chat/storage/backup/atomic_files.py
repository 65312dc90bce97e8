"""Files written atomically, readable by their owner only."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class OperationError(Exception):
    """A subcommand has failed; the text says why in one line."""


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """Create a temporary file (mode 0600) in the same folder, and remove it unless it was passed to `keep`.

    Raises `OperationError` if there is no such folder, or it cannot be written to.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    except OSError as error:
        raise OperationError(f"cannot write to {file.parent}: {error.strerror}") from error
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for path in (name, f"{name}-journal"):
            Path(path).unlink(missing_ok=True)


def keep(part: Path, file: Path) -> None:
    """Move a finished temporary file to its name, after syncing it to disk."""
    _sync(part)
    part.replace(file)
    _sync(file.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
