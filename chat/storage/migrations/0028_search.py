"""Search: what there is so far is indexed in the background, once the program runs."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, BlobField, TextField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the tables; the triggers are made after all migrations."""

    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class SearchPosting(Table):
        offsets = BlobField()

    class SearchWords(Table):
        words = TextField()

    class SearchChange(Table):
        message_id = BigIntegerField()
        body = TextField()

    db.create_tables([SearchPosting, SearchWords, SearchChange])
