"""One server to a SQLite file: two that know nothing of each other would each show its own people's messages alone."""

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
    """Keep other servers from a SQLite file, for as long as this process lives or the returned descriptor is open.

    The lock is on the file itself, so other names of it, links too, are no way around it, and the system lets go of it
    however the process ends. It belongs to the descriptor ("open file description locks", fcntl(2)): an ordinary lock
    would be lost whenever SQLite closes the file. On systems other than Linux nothing is locked.

    Args:
        url: of the database; one that is no SQLite file needs no lock
        is_shared: whether others that say so too may have it as well, because Redis connects them

    Raises `UnusableDatabaseError` for a file that another server has, or that cannot be written to.
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
    """Do as `lock_database` for as long as the block lasts."""
    descriptor = lock_database(url)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)
