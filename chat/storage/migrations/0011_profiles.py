"""What people tell of themselves: nothing yet."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the table."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        pass

    class Profile(Table):
        user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
        title = CharField(max_length=100)
        zone = CharField(max_length=64)
        status_emoji = CharField(max_length=32)
        status_text = CharField(max_length=100)
        status_until = BigIntegerField(null=True)
        hides_presence = BooleanField()

    db.create_tables([Profile])
