"""What a message answers, and whether somebody is told of answers: nothing so far, and everybody."""

from typing import Any

from peewee import SQL, BigIntegerField, BooleanField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:  # noqa: ARG001 (the runner passes both)
    """Add the columns, without a look at the rows."""
    wants_replies = BooleanField(constraints=[SQL("DEFAULT true")])
    migrator.migrate(
        migrator.add_column("message", "reply_to", BigIntegerField(null=True)),
        migrator.add_column("notificationsettings", "wants_replies", wants_replies, allow_not_null=True),
    )
