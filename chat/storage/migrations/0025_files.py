"""Files: what has been uploaded, and how much by whom; nothing so far."""

from typing import Any

import peewee
from peewee import SQL, BigAutoField, BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Any) -> None:
    """Add the tables."""
    user, room, message = (type(name, (_base(db),), {}) for name in ("User", "Room", "Message"))
    blob = _blob(_base(db))
    db.create_tables([blob, _file(_base(db), blob, user, room, message), _uploaded(_base(db), user)])


def _base(db: Any) -> Any:
    class Table(peewee.Model):
        id = BigAutoField()

        class Meta:
            database = db

    return Table


def _blob(table: Any) -> Any:
    class Blob(table):  # type: ignore[misc]
        digest = CharField(max_length=64, unique=True)
        nonce = CharField(max_length=8)
        size = BigIntegerField()
        type = CharField(max_length=100)
        width = IntegerField(null=True)
        height = IntegerField(null=True)
        is_animated = BooleanField(constraints=[SQL("DEFAULT false")])
        has_preview = BooleanField(constraints=[SQL("DEFAULT false")])
        excerpt = TextField(constraints=[SQL("DEFAULT ''")])
        created_at = BigIntegerField()

    return Blob


def _file(table: Any, *others: Any) -> Any:
    blobs, users, rooms, messages = others

    class File(table):  # type: ignore[misc]
        blob = ForeignKeyField(blobs)
        owner = ForeignKeyField(users, index=False)
        room = ForeignKeyField(rooms, index=False, on_delete="CASCADE")
        message = ForeignKeyField(messages, index=False, null=True, on_delete="CASCADE")
        position = IntegerField()
        name = CharField(max_length=255)
        alt = TextField(constraints=[SQL("DEFAULT ''")])
        client_id = CharField(max_length=64, null=True)
        created_at = BigIntegerField()

        class Meta:
            indexes = (
                (("message", "position"), False),
                (("owner", "client_id"), True),
                (("room", "message"), False),
            )

    return File


def _uploaded(table: Any, users: Any) -> Any:
    class Uploaded(table):  # type: ignore[misc]
        user = ForeignKeyField(users, unique=True, on_delete="CASCADE")
        day = IntegerField()
        size = BigIntegerField()

    return Uploaded
