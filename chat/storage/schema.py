"""Creates or migrates the tables."""

import logging
from collections.abc import Iterable
from pathlib import Path

import peewee
from playhouse.migrations import Runner

from chat.config.program import command
from chat.storage.triggers import make_triggers
from models import TABLES, User

MIGRATIONS = Path(__file__).with_name("migrations")

HISTORY = "schema_migration"
"""The table in which peewee's migration runner records applied migrations."""


class NewerSchemaError(Exception):
    """The database has been changed by a newer version of the program."""


class PendingMigrationsError(Exception):
    """The database lacks migrations, and they must not be applied now."""


def prepare(database: peewee.Database, *, migrates: bool = True) -> list[str]:
    """Create all tables in an empty database, or apply the missing migrations; returns a line for each.

    Raises `NewerSchemaError` if a migration was applied that this version does not know: it could break anything.
    Raises `PendingMigrationsError` if migrations are missing and `migrates` is off: processes of the version before
    may still be running.
    """
    logging.getLogger("peewee.migrations").setLevel(logging.WARNING)  # its info lines say nothing that we do not log
    runner = Runner(database, str(MIGRATIONS))
    with database.atomic():
        if not database.table_exists(User._meta.table_name):
            database.create_tables(TABLES)
            make_triggers(database)
            runner.fake()
            return ["all tables of a new database"]
    refuse_newer(runner.applied())
    if not migrates and any(not migration.applied for migration in runner.status()):
        raise PendingMigrationsError(f"it is of an older version: run `{command()} migrate` first")
    done = list(runner.up())
    make_triggers(database)  # a migration may have rebuilt a table, and the program been ended before this
    return done


def refuse_newer(applied: Iterable[str]) -> None:
    """Raise `NewerSchemaError` if this version does not know one of these migrations."""
    if unknown := sorted(set(applied) - {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}):
        raise NewerSchemaError(f"it was changed by a newer version ({', '.join(unknown)})")
