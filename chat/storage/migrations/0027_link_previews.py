"""Previews of web pages that messages link to: of those sent so far there are none."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, BlobField, CharField, ForeignKeyField, IntegerField, TextField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the tables."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class Message(Table):
        pass

    class LinkPreview(Table):
        address = TextField()
        address_hash = CharField(max_length=64, unique=True)
        title = CharField(max_length=200)
        description = CharField(max_length=300)
        site = CharField(max_length=80)
        picture = CharField(max_length=32, index=True)
        image = BlobField(null=True)
        fetched_at = BigIntegerField(null=True)
        due_at = BigIntegerField(null=True, index=True)
        attempts = IntegerField()

    class MessageLink(Table):
        message = ForeignKeyField(Message, index=False, on_delete="CASCADE")
        preview = ForeignKeyField(LinkPreview, on_delete="CASCADE")
        position = IntegerField()

        class Meta:
            indexes = ((("message", "preview"), True),)

    db.create_tables([LinkPreview, MessageLink])
