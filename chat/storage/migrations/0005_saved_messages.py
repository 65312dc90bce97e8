"""Messages that people save for later."""

from typing import Any

import peewee
from peewee import BigAutoField, ForeignKeyField
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

    class SavedMessage(Table):
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")
        message = ForeignKeyField(Message, on_delete="CASCADE")

        class Meta:
            indexes = ((("user", "message"), True),)

    db.create_tables([SavedMessage])
