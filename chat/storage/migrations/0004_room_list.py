"""The revision of the list of rooms, so that a browser can ask for what has changed in it."""

from typing import Any

from peewee import SQL, BigIntegerField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, _db: Any) -> None:
    """Add the column."""
    listed = BigIntegerField(constraints=[SQL("DEFAULT 0")])
    migrator.migrate(migrator.add_column("room", "listed", listed, allow_not_null=True))
