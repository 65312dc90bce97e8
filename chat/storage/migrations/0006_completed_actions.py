"""Actions that were performed under a client id, so that repeating one does nothing."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, CharField, ForeignKeyField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the table."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        pass

    class CompletedAction(Table):
        user = ForeignKeyField(User, index=False, on_delete="CASCADE")
        client_id = CharField(max_length=64)
        action = CharField(max_length=40)
        result = BigIntegerField(null=True)
        created_at = BigIntegerField(index=True)

        class Meta:
            indexes = ((("user", "client_id"), True),)

    db.create_tables([CompletedAction])
