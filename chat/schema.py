"""The tables as this version of the program wants them: made anew, or brought up to date."""

import logging
from pathlib import Path

import peewee
from playhouse.migrations import Runner

from models import TABLES

MIGRATIONS = Path(__file__).with_name("migrations")


class NewerSchemaError(Exception):
    """The database has been changed by a newer version of the program."""


def prepare(database: peewee.Database) -> None:
    """Create all tables in an empty database, or apply the migrations that another one lacks.

    Raises `NewerSchemaError` where a migration was applied that this version does not know:
    it could not tell what it would break.
    """
    logging.getLogger("peewee.migrations").setLevel(logging.WARNING)  # a new database migrates nothing worth a line
    runner = Runner(database, str(MIGRATIONS))
    with database.atomic():
        if not database.table_exists(TABLES[0]._meta.table_name):
            database.create_tables(TABLES)
            runner.fake()
    if unknown := [migration.name for migration in runner.status() if migration.path is None]:
        raise NewerSchemaError(f"it was changed by a newer version ({', '.join(unknown)})")
    runner.up()
