"""Creates or migrates the tables."""

import logging
from collections.abc import Iterable
from pathlib import Path

import peewee
from playhouse.migrations import Runner

from models import TABLES, User

MIGRATIONS = Path(__file__).with_name("migrations")

HISTORY = "schema_migration"
"""The table in which peewee's runner notes the migrations that were applied."""


class NewerSchemaError(Exception):
    """The database has been changed by a newer version of the program."""


class PendingMigrationsError(Exception):
    """The database lacks migrations, and this is not the moment to apply them."""


def prepare(database: peewee.Database, *, migrates: bool = True) -> list[str]:
    """Create all tables in an empty database, or apply the migrations that another one lacks; name what was done.

    Raises `NewerSchemaError` where a migration was applied that this version does not know:
    it could not tell what it would break. Raises `PendingMigrationsError` where there is something to apply and
    `migrates` is off: several processes of the version before may be at work.
    """
    logging.getLogger("peewee.migrations").setLevel(logging.WARNING)  # a new database migrates nothing worth a line
    runner = Runner(database, str(MIGRATIONS))
    with database.atomic():
        if not database.table_exists(User._meta.table_name):
            database.create_tables(TABLES)
            runner.fake()
            return ["all tables of a new database"]
    refuse_newer(runner.applied())
    if not migrates and any(not migration.applied for migration in runner.status()):
        raise PendingMigrationsError("it is of an older version: run `python main.py migrate` first")
    return list(runner.up())


def refuse_newer(applied: Iterable[str]) -> None:
    """Raise `NewerSchemaError` if among these migrations is one that this version does not know."""
    if unknown := sorted(set(applied) - {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}):
        raise NewerSchemaError(f"it was changed by a newer version ({', '.join(unknown)})")
