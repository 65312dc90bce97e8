"""Threads: rooms below messages. There are none so far."""

from typing import Any

import peewee
from peewee import SQL, BigAutoField, BigIntegerField, CharField, ForeignKeyField, IntegerField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the columns and indexes, without a look at the rows."""
    columns = {
        "parent_id": _parent(db),
        "root_id": BigIntegerField(null=True, unique=True),
        "replies": IntegerField(constraints=[SQL("DEFAULT 0")]),
        "faces": CharField(max_length=64, constraints=[SQL("DEFAULT ''")]),
        "replied_at": BigIntegerField(null=True),
    }
    for name, column in columns.items():
        migrator.migrate(migrator.add_column("room", name, column, allow_not_null=not column.null))
    migrator.migrate(
        migrator.add_column("message", "thread_id", BigIntegerField(null=True)),
        migrator.add_column("membership", "parent_id", BigIntegerField(null=True)),
        migrator.add_column("membership", "news_id", BigIntegerField(null=True)),
        migrator.add_index("membership", ("user_id", "parent_id", "room_id")),
    )
    db.execute_sql('CREATE INDEX "membership_unread_threads" ON "membership" ("user_id") WHERE ("news_id" IS NOT NULL)')


def _parent(db: Any) -> ForeignKeyField:
    class Room(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    return ForeignKeyField(Room, null=True, index=False, field=Room.id)
