"""What administrators do, from now on."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, CharField, ForeignKeyField, TextField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the table."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class User(Table):
        pass

    class Room(Table):
        pass

    class AuditEntry(Table):
        created_at = BigIntegerField()
        actor = ForeignKeyField(User, index=False, on_delete="CASCADE")
        action = CharField(max_length=32)
        person = ForeignKeyField(User, null=True, index=False, on_delete="SET NULL")
        room = ForeignKeyField(Room, null=True, index=False, on_delete="SET NULL")
        detail = TextField()

    db.create_tables([AuditEntry])
