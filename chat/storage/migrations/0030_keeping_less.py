"""For how long messages are kept, which texts they had before, and what lists of files look at: so far, for ever."""

from typing import Any

import peewee
from peewee import SQL, BigAutoField, BigIntegerField, BooleanField, ForeignKeyField, IntegerField, TextField
from playhouse.migrate import SchemaMigrator

HOMES = """
UPDATE "file" SET
    "home_id" = (SELECT COALESCE("parent_id", "id") FROM "room" WHERE "room"."id" = "file"."room_id"),
    "is_picture" = (
        SELECT "has_preview" AND SUBSTR("type", 1, 6) = 'image/' FROM "blob" WHERE "blob"."id" = "file"."blob_id"
    )
WHERE "message_id" IS NOT NULL
"""
LINKS = """
CREATE INDEX "message_with_link" ON "message" ("room_id", "id", "author_id", "created_at")
WHERE (REPLACE("body", '://', '') != "body")
"""


def up(migrator: SchemaMigrator, db: Any) -> None:
    """Add the columns, the table and the indexes; of files it is looked up what they are."""
    migrator.migrate(
        migrator.add_column("room", "keeps_days", IntegerField(null=True)),
        migrator.add_column("room", "purged_revision", _zero(), allow_not_null=True),
        migrator.add_column("file", "home_id", BigIntegerField(null=True)),
        migrator.add_column("file", "is_picture", _false(), allow_not_null=True),
    )
    db.execute_sql(HOMES)
    migrator.migrate(
        migrator.add_index("file", ("home_id", "is_picture", "message_id", "id", "owner_id", "created_at"))
    )
    db.execute_sql(LINKS)
    db.create_tables([_versions(db)])


def _zero() -> BigIntegerField:
    return BigIntegerField(constraints=[SQL("DEFAULT 0")])


def _false() -> BooleanField:
    return BooleanField(constraints=[SQL("DEFAULT false")])


def _versions(db: Any) -> type[peewee.Model]:
    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    class Message(Table):
        pass

    class MessageVersion(Table):
        message = ForeignKeyField(Message, on_delete="CASCADE")
        body = TextField()
        written_at = BigIntegerField()

    return MessageVersion
