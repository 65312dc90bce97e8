"""Messages that are written word by word: so far there are none."""

from typing import Any

import peewee
from peewee import SQL, BigAutoField, BigIntegerField, BooleanField, ForeignKeyField, TextField
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the table and the column."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class Message(Table):
        pass

    class RunningText(Table):
        message = ForeignKeyField(Message, unique=True, on_delete="CASCADE")
        text = TextField()
        said_at = BigIntegerField()

    db.create_tables([RunningText])
    is_not = BooleanField(constraints=[SQL("DEFAULT false")])
    migrator.migrate(migrator.add_column("message", "is_interrupted", is_not, allow_not_null=True))
