"""When somebody last opened a room, so that they come back to it."""

from typing import Any

from peewee import BigIntegerField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:  # noqa: ARG001 (the runner passes both)
    """Add the column; of nobody it is known yet."""
    migrator.migrate(migrator.add_column("membership", "opened_at", BigIntegerField(null=True)))
