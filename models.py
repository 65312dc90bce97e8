"""Tables and indexes. The database handle is opened by `chat.database`, never here."""

import time

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    DatabaseProxy,
    ForeignKeyField,
    Model,
    TextField,
)

db = DatabaseProxy()

MAX_ID = 2**63 - 1
"""The largest id that a database can hold; whatever is larger names nothing."""


def now_ms() -> int:
    """Return the time as milliseconds since 1970, UTC: the unit of every `*_at` column."""
    return time.time_ns() // 1_000_000


class Table(Model):
    """What all tables share."""

    id = BigAutoField()

    class Meta:
        """Every table lives in the one database."""

        database = db


class User(Table):
    """A person; the email signs in and is never shown, the name is shown and never signs in."""

    name = CharField(max_length=80)
    email = CharField(max_length=254, unique=True)
    password_hash = CharField(max_length=128)
    created_at = BigIntegerField(default=now_ms)


class Room(Table):
    """A place to talk; `revision` counts every change to its messages."""

    name = CharField(max_length=80, unique=True)
    description = CharField(max_length=300, default="")
    revision = BigIntegerField(default=0)
    created_at = BigIntegerField(default=now_ms)


class Message(Table):
    """A message, or the tombstone of one: deletion empties the body and keeps the row.

    `revision` is the room's count at the last change of this row and `created_revision` the count
    at its first, so "what has changed since" is one range of an index.
    """

    room_id: int
    room = ForeignKeyField(Room, index=False)
    author_id: int
    author = ForeignKeyField(User, index=False)
    body = TextField()
    client_id = CharField(max_length=64, null=True)
    created_at = BigIntegerField(default=now_ms)
    edited_at = BigIntegerField(null=True)
    deleted_at = BigIntegerField(null=True)
    revision = BigIntegerField()
    created_revision = BigIntegerField()

    class Meta:
        """Paging, catching up, and sending twice without doubling."""

        indexes = (
            (("room", "id"), False),
            (("room", "revision"), True),
            (("author", "client_id"), True),
        )


class Session(Table):
    """A signed-in browser; only the hash of its token is kept."""

    token_hash = CharField(max_length=64, unique=True)
    user = ForeignKeyField(User, on_delete="CASCADE")
    created_at = BigIntegerField(default=now_ms)
    expires_at = BigIntegerField()


class Setting(Table):
    """Facts about this database itself, such as that it holds demo content."""

    name = CharField(max_length=80, unique=True)
    value = TextField()


TABLES = (User, Room, Message, Session, Setting)
