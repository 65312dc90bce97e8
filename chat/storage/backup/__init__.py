"""Subcommands for the database and the files: backup, restore, migrate."""

from pathlib import Path

import peewee

from chat.config.subcommands import Subcommand
from chat.errors import ChatError
from chat.storage import schema
from chat.storage.backup import archive, checksum, postgres, sqlite
from chat.storage.backup.atomic_files import OperationError, beside, keep
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.engines.server_lock import locked_database
from chat.storage.objects import FOLDERS, UnusableStoreError, objects

Place = tuple[str, Path]
"""Where files are, and the data folder, as `Objects.open` wants them."""

__all__ = ["OperationError", "run"]


REFUSALS = (
    *(OperationError, OSError, peewee.PeeweeException, schema.NewerSchemaError, UnusableDatabaseError),
    *(UnusableStoreError, ChatError),
)


def run(subcommand: Subcommand, url: str, place: Place | None = None) -> str:
    """Run a subcommand on the database with this URL and the files at a place, and return in one line what was done.

    Raises `OperationError`; then nothing was changed.
    """
    try:
        return {"backup": _backup, "restore": _restore, "migrate": _migrate}[subcommand.name](subcommand, url, place)
    except REFUSALS as error:
        raise OperationError(f"{subcommand.name}: {error}") from error


def _backup(subcommand: Subcommand, url: str, place: Place | None) -> str:
    """Back up the database as a file that its own programs can read; where there are files, all in an archive."""
    if subcommand.file.exists():
        raise OperationError(f'"{subcommand.file}" already exists')
    write = sqlite.backup if _is_sqlite(url) else postgres.backup
    with beside(subcommand.file) as part:
        write(url, part)
        checksum.add(part)
        files = ""
        if place and _has_files(place):  # after the database: what is listed then has all that it refers to
            with beside(subcommand.file) as whole:
                files = f", {archive.write(part, whole):,} files"
                keep(whole, subcommand.file)
        else:
            keep(part, subcommand.file)
    return f'backed up to "{subcommand.file}" ({subcommand.file.stat().st_size:,} bytes{files})'


def _has_files(place: Place) -> bool:
    if "://" not in place[0] and not Path(place[0]).is_dir():
        return False
    objects.open(*place)
    return any(True for folder in FOLDERS for _ in objects.list(folder))


def _restore(subcommand: Subcommand, url: str, place: Place | None) -> str:
    if not subcommand.file.is_file():
        raise OperationError(f'file "{subcommand.file}" not found')
    if not archive.is_archive(subcommand.file):
        note = _restore_database(subcommand.file, url, is_forced=subcommand.is_forced)
        return f'restored from "{subcommand.file}"{note}'
    if place is None:
        raise OperationError("this backup has files, and there is no place for them")
    archive.check(subcommand.file)
    objects.open(*place)
    with archive.unpacked(subcommand.file) as database_file:
        _restore_database(database_file, url, is_forced=subcommand.is_forced)
    return f'restored from "{subcommand.file}", with its files'


def _restore_database(file: Path, url: str, *, is_forced: bool) -> str:
    """Restore the database, and return what is to be said of that."""
    has_checksum = checksum.check(file)
    if not has_checksum and _is_sqlite(url) and sqlite.wants_checksum(file):
        raise OperationError(f'"{file}" is damaged: its last line, the checksum, is missing')
    restore = sqlite.restore if _is_sqlite(url) else postgres.restore
    restore(file, url, is_forced=is_forced)
    return "" if has_checksum else " (an older backup without a checksum: only its structure was checked)"


def _migrate(_subcommand: Subcommand, url: str, _place: Place | None) -> str:
    with locked_database(url):
        done = database.open(url, migrates=True)
        database.close()
    return f"migrated: {', '.join(done)}" if done else "nothing to do"


def _is_sqlite(url: str) -> bool:
    return url.startswith("sqlite:")
