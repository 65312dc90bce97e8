"""Subcommands for the database: backup, restore, migrate."""

import peewee

from chat.config.subcommands import Subcommand
from chat.storage import schema
from chat.storage.backup import checksum, postgres, sqlite
from chat.storage.backup.atomic_files import OperationError, beside, keep
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.engines.server_lock import locked_database

__all__ = ["OperationError", "run"]


def run(subcommand: Subcommand, url: str) -> str:
    """Run a subcommand on the database with this URL, and return in one line what was done.

    Raises `OperationError`; then nothing was changed.
    """
    try:
        return {"backup": _backup, "restore": _restore, "migrate": _migrate}[subcommand.name](subcommand, url)
    except (OperationError, OSError, peewee.PeeweeException, schema.NewerSchemaError, UnusableDatabaseError) as error:
        raise OperationError(f"{subcommand.name}: {error}") from error


def _backup(subcommand: Subcommand, url: str) -> str:
    if subcommand.file.exists():
        raise OperationError(f'"{subcommand.file}" already exists')
    write = sqlite.backup if _is_sqlite(url) else postgres.backup
    with beside(subcommand.file) as part:
        write(url, part)
        checksum.add(part)
        keep(part, subcommand.file)
    return f'backed up to "{subcommand.file}" ({subcommand.file.stat().st_size:,} bytes)'


def _restore(subcommand: Subcommand, url: str) -> str:
    if not subcommand.file.is_file():
        raise OperationError(f'file "{subcommand.file}" not found')
    has_checksum = checksum.check(subcommand.file)
    if not has_checksum and _is_sqlite(url) and sqlite.wants_checksum(subcommand.file):
        raise OperationError(f'"{subcommand.file}" is damaged: its last line, the checksum, is missing')
    restore = sqlite.restore if _is_sqlite(url) else postgres.restore
    restore(subcommand.file, url, is_forced=subcommand.is_forced)
    note = "" if has_checksum else " (an older backup without a checksum: only its structure was checked)"
    return f'restored from "{subcommand.file}"{note}'


def _migrate(_subcommand: Subcommand, url: str) -> str:
    with locked_database(url):
        done = database.open(url, migrates=True)
        database.close()
    return f"migrated: {', '.join(done)}" if done else "nothing to do"


def _is_sqlite(url: str) -> bool:
    return url.startswith("sqlite:")
