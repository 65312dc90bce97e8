"""What has been imported from other chats: so far nothing."""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, CharField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the table."""

    class Imported(peewee.Model):
        id = BigAutoField()
        source = CharField(max_length=80)
        kind = CharField(max_length=8)
        external = CharField(max_length=200)
        local_id = BigIntegerField()

        class Meta:
            database = db
            indexes = ((("source", "kind", "external"), True),)

    db.create_tables([Imported])
