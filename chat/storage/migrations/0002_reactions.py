"""Reactions to messages."""

from typing import Any

import peewee
from peewee import BigAutoField, CharField, ForeignKeyField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the table."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        pass

    class Message(Table):
        pass

    class Reaction(Table):
        message = ForeignKeyField(Message, index=False, on_delete="CASCADE")
        user = ForeignKeyField(User)
        emoji = CharField(max_length=16)

        class Meta:
            indexes = ((("message", "user", "emoji"), True),)

    db.create_tables([Reaction])
