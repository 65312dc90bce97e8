"""Rooms that somebody has put on top of their list."""

from typing import Any

from peewee import BigIntegerField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:  # noqa: ARG001 (the runner passes both)
    """Add the column; nobody has starred a room yet."""
    migrator.migrate(migrator.add_column("membership", "starred_at", BigIntegerField(null=True)))
