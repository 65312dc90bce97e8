"""When incoming webhooks were revoked, which were deleted so far; their bots have no tokens any more."""

from typing import Any

from peewee import BigIntegerField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the column, and delete the tokens."""
    migrator.migrate(migrator.add_column("incominghook", "revoked_at", BigIntegerField(null=True)))
    db.execute_sql('DELETE FROM "apitoken" WHERE "user_id" IN (SELECT "bot_id" FROM "incominghook")')
