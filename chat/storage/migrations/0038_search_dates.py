"""Search: blocks of the index know when their messages were written; the index is built anew by its new rules."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, BlobField, TextField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Make the table anew: what is read alone has to come before the words, which are long."""

    class SearchWords(peewee.Model):
        id = BigAutoField()
        version = BigIntegerField()
        oldest = BigIntegerField()
        newest = BigIntegerField()
        dates = BlobField()
        words = TextField()

        class Meta:
            database = db

    db.drop_tables([SearchWords])
    db.create_tables([SearchWords])
