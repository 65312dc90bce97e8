"""How far each person has read in each room: everything, as it stands."""

from typing import Any

from peewee import SQL, BigIntegerField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the column, and set it to the newest message of each room."""
    read_id = BigIntegerField(constraints=[SQL("DEFAULT 0")])
    migrator.migrate(migrator.add_column("membership", "read_id", read_id, allow_not_null=True))
    newest = 'SELECT COALESCE(MAX("id"), 0) FROM "message" WHERE "message"."room_id" = "membership"."room_id"'
    db.execute_sql(f'UPDATE "membership" SET "read_id" = ({newest})')  # noqa: S608 (a constant)
