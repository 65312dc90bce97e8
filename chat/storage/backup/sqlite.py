"""SQLite: a backup is a database file, made and read by SQLite itself."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playhouse import db_url

from chat.storage import schema
from chat.storage.backup.atomic_files import OperationError, beside, keep
from chat.storage.engines.sqlite import APPLICATION_ID

SHARED_FIRST, SHARED_SIZE = 0x40000002, 510
"""The bytes of a database file that each open connection in WAL mode keeps locked (sqlite.org/fileformat2.html)."""


HAS_CHECKSUM = 1
"""SQLite's `user_version` of a backup with a checksum, so that one that was cut off is not taken for an older one."""


def backup(url: str, part: Path) -> None:
    """Copy a consistent snapshot of the database into an empty file; the database may be in use."""
    path = _path(url)
    if not path.is_file():
        raise OperationError(f'database "{path}" not found')
    _copy(path, part, mode="rw")
    _mark(part, HAS_CHECKSUM)


def restore(file: Path, url: str, *, is_forced: bool) -> None:
    """Replace the database by a copy of a backup."""
    path = _path(url)
    if path.exists() and not is_forced:
        raise OperationError(f'database "{path}" already exists; --force replaces it')
    with _unused(path), beside(path) as part:
        _copy(file, part, mode="ro")
        _mark(part, 0)
        for ending in ("-wal", "-shm", "-journal"):  # of the replaced database
            path.with_name(path.name + ending).unlink(missing_ok=True)
        keep(part, path)


def wants_checksum(file: Path) -> bool:
    """Return whether a backup was written with a checksum (sqlite.org/fileformat2.html#user_version_number)."""
    with file.open("rb") as content:
        head = content.read(64)
    return head.startswith(b"SQLite format 3\0") and head[60:] not in (b"", bytes(4))


def _mark(part: Path, version: int) -> None:
    with closing(sqlite3.connect(part)) as connection:
        connection.execute(f"PRAGMA user_version = {version:d}")


def _copy(source: Path, part: Path, mode: str) -> None:
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode={mode}", uri=True)) as connection:
            _check(connection, source)
            connection.execute("VACUUM INTO ?", (str(part),))
    except sqlite3.Error as error:
        raise OperationError(f'cannot copy "{source}": {error}') from error


def _check(connection: sqlite3.Connection, source: Path) -> None:
    """Raise for a file that is not ours, is damaged, or is of a newer version."""
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise OperationError(f'"{source}" is not a database of StreamChat')
    (health,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if health != "ok":
        raise OperationError(f'"{source}" is damaged: {" ".join(health.split())}')
    schema.refuse_newer(name for (name,) in connection.execute("SELECT name FROM schema_migration"))


@contextmanager
def _unused(path: Path) -> Iterator[None]:
    """Lock the database file, even a damaged one, so that nobody has it open or opens it meanwhile."""
    if not path.exists():
        yield
        return
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
        except OSError as error:
            raise OperationError(f'"{path}" is in use: stop the app first') from error
        yield


def _path(url: str) -> Path:
    return Path(db_url.parse(url)["database"])
