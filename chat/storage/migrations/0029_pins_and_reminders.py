"""Pins of rooms, and when people want to be reminded of what they have saved: so far there are neither."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, ForeignKeyField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the table, the column and the indexes."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        pass

    class Room(Table):
        pass

    class Message(Table):
        pass

    class Pin(Table):
        room = ForeignKeyField(Room, index=False, on_delete="CASCADE")
        message = ForeignKeyField(Message, unique=True, on_delete="CASCADE")
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")
        created_at = BigIntegerField()

        class Meta:
            indexes = ((("room", "id"), False),)

    db.create_tables([Pin])
    migrator.migrate(migrator.add_column("savedmessage", "remind_at", BigIntegerField(null=True)))
    db.execute_sql(
        'CREATE INDEX "savedmessage_remind_at" ON "savedmessage" ("remind_at") WHERE ("remind_at" IS NOT NULL)'
    )
