"""Incoming webhooks, and the names under which they have posted: so far there are none."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the tables."""

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

    class IncomingHook(Table):
        token_hash = CharField(max_length=64, unique=True)
        room = ForeignKeyField(Room, on_delete="CASCADE")
        bot = ForeignKeyField(User, unique=True, on_delete="CASCADE")
        may_tell_all = BooleanField()
        created_at = BigIntegerField()
        used_at = BigIntegerField(null=True)

    class MessageGuise(Table):
        message = ForeignKeyField(Message, unique=True, on_delete="CASCADE")
        name = CharField(max_length=80)
        sign = CharField(max_length=32)

    db.create_tables([IncomingHook, MessageGuise])
