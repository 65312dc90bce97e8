"""Which threads of a room have changed since somebody asked: so far, none."""

from typing import Any

from peewee import SQL, BigIntegerField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the column and the index that a new database has."""
    zero = BigIntegerField(constraints=[SQL("DEFAULT 0")])
    migrator.migrate(migrator.add_column("room", "below", zero, allow_not_null=True))
    db.execute_sql(
        'CREATE INDEX "room_changed_threads" ON "room" ("parent_id", "below") WHERE ("parent_id" IS NOT NULL)'
    )
