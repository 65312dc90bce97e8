"""Whose direct messages somebody does not want: nobody's so far."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, ForeignKeyField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the table."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        pass

    class Block(Table):
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")
        person = ForeignKeyField(User, index=False, on_delete="CASCADE")
        created_at = BigIntegerField()

        class Meta:
            indexes = ((("user", "person"), True),)

    db.create_tables([Block])
