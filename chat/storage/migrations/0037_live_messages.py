"""Live messages: so far, every message is a text."""

from typing import Any

from peewee import SQL, CharField, TextField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, _db: Any) -> None:
    """Add the columns."""
    kind = CharField(max_length=20, constraints=[SQL("DEFAULT ''")])
    migrator.migrate(
        migrator.add_column("message", "kind", kind, allow_not_null=True),
        migrator.add_column("message", "state", TextField(null=True)),
    )
