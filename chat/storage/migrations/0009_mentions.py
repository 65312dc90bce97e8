"""Who is meant by each message. Messages from before mention nobody: their authors had no such thing in mind."""

from typing import Any

import peewee
from peewee import BigAutoField, ForeignKeyField, TextField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the table, and an index to find people by their names."""

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

    class Mention(Table):
        message = ForeignKeyField(Message, index=False, on_delete="CASCADE")
        room = ForeignKeyField(Room, index=False, on_delete="CASCADE")
        user = ForeignKeyField(User, index=False, null=True, on_delete="CASCADE")
        places = TextField()

        class Meta:
            indexes = ((("message", "user"), True), (("room", "user", "message"), False))

    db.create_tables([Mention])
    db.execute_sql('CREATE INDEX "user_any_name_key" ON "user" ("name_key")')
