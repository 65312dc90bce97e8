"""Outgoing webhooks, and the queue of what they are to be told: so far none."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the tables."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class Message(Table):
        pass

    hooks = _hooks(Table)

    class QueuedCall(Table):
        hook = ForeignKeyField(hooks, index=False, on_delete="CASCADE")
        message = ForeignKeyField(Message, on_delete="CASCADE")
        due_at = BigIntegerField(null=True, index=True)
        attempts = IntegerField()
        is_claimed = BooleanField()

        class Meta:
            indexes = ((("hook", "message"), True),)

    db.create_tables([hooks, QueuedCall])


def _hooks(table: Any) -> type[peewee.Model]:
    class User(table):  # type: ignore[misc]
        pass

    class Room(table):  # type: ignore[misc]
        pass

    class OutgoingHook(table):  # type: ignore[misc]
        room = ForeignKeyField(Room, on_delete="CASCADE")
        bot = ForeignKeyField(User, on_delete="CASCADE")
        maker = ForeignKeyField(User, index=False, on_delete="CASCADE")
        address = TextField()
        listens_to = CharField(max_length=10)
        secret = CharField(max_length=64)
        since_id = BigIntegerField()
        failures = IntegerField()
        last_error = CharField(max_length=200)
        told_at = BigIntegerField(null=True)
        disabled_at = BigIntegerField(null=True)
        created_at = BigIntegerField()

    return OutgoingHook
