"""The HTML of formatted messages; older ones have none yet, and get it when they are read."""

from typing import Any

from peewee import SQL, IntegerField, TextField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:  # noqa: ARG001 (the runner passes both)
    """Add the columns, without a look at the rows."""
    version = IntegerField(constraints=[SQL("DEFAULT 0")])
    migrator.migrate(
        migrator.add_column("message", "html", TextField(null=True)),
        migrator.add_column("message", "html_version", version, allow_not_null=True),
    )
