"""Allows one server per SQLite file: two would not publish to each other, so each would show its own messages only."""

import fcntl
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playhouse import db_url

from chat.storage.engines import UnusableDatabaseError

BYTE = 0x40000000 + 1024
"""The byte that is locked, past those that SQLite itself locks (sqlite.org/lockingv3.html)."""


def lock_database(url: str, *, is_shared: bool = False) -> int | None:
    """Lock a SQLite file against other servers, until the returned descriptor is closed or the process ends.

    The lock is on the file itself, so links to it are locked too, and the system releases it however the process ends.
    It is an open file description lock (fcntl(2)): a classic one would be lost whenever SQLite closes the file. Only
    Linux has these; elsewhere nothing is locked.

    Args:
        url: of the database; for one that is no SQLite file nothing is locked
        is_shared: whether other servers with a shared lock are allowed, because Redis connects them

    Raises `UnusableDatabaseError` for a file that another server has locked, or that cannot be written to.
    """
    path = str(db_url.parse(url)["database"]) if url.startswith("sqlite:") else ":memory:"
    if path == ":memory:" or sys.platform != "linux":
        return None
    kind = fcntl.F_RDLCK if is_shared else fcntl.F_WRLCK
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack("hhqqi", kind, os.SEEK_SET, BYTE, 1, 0))
    except BlockingIOError as error:
        os.close(descriptor)
        cure = "stop it first" + ("" if is_shared else " (several share one with --redis: docs/deployment.md)")
        raise UnusableDatabaseError(f"{path!r} is in use by another StreamChat: {cure}") from error
    except OSError as error:
        raise UnusableDatabaseError(f"cannot use the database {path!r}: {error.strerror}") from error
    return descriptor


@contextmanager
def locked_database(url: str) -> Iterator[None]:
    """Hold the lock of `lock_database` inside the block."""
    descriptor = lock_database(url)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)
