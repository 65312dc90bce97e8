"""Tables and indexes. The database handle is opened by `chat.storage.database`, never here."""

import time
from typing import Any, TypeVar

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DatabaseProxy,
    ForeignKeyField,
    Model,
    ModelSelect,
    TextField,
)

db = DatabaseProxy()

MAX_ID = 2**63 - 1
"""The largest id that a database can hold; whatever is larger names nothing."""


def row_id(value: object) -> int:
    """Return a value from outside as an id to look for; 0, which no row has, for whatever cannot be one."""
    return value if type(value) is int and 0 < value <= MAX_ID else 0  # True is an int too


Row = TypeVar("Row", bound=Model)


def lock_for_update(rows: "ModelSelect[Row]", **how: Any) -> "ModelSelect[Row]":
    """Lock the query's rows until the transaction ends (`SELECT … FOR UPDATE`); not needed with SQLite."""
    return rows.for_update(**how) if db.for_update else rows


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
    """A person; the email signs in and is never shown, the name is shown and never signs in.

    Whoever leaves keeps the row, since what they said stays: `deleted_at` is set, and name, email,
    password and picture are gone.
    """

    name = CharField(max_length=80)
    name_key = CharField(max_length=200, null=True)  # as of Room
    email = CharField(max_length=254, unique=True)
    password_hash = CharField(max_length=128)
    role = CharField(max_length=16, default="member")
    avatar = CharField(max_length=32, null=True)
    created_at = BigIntegerField(default=now_ms)
    deactivated_at = BigIntegerField(null=True)
    deleted_at = BigIntegerField(null=True)


_is_active = User.deactivated_at.is_null() & User.deleted_at.is_null()
User.add_index(User.index(User.name_key, unique=True, where=_is_active, name="user_active_name_key"))


class Avatar(Table):
    """A picture of somebody, found by the digest of its bytes, so that browsers may keep it for good."""

    digest = CharField(max_length=32, unique=True)
    image = BlobField()


class Room(Table):
    """A room; `revision` counts every change to its messages.

    `name_key` is what `name_keys` makes of the name: names that look the same have the same. A row may lack it,
    if something other than a command wrote it; commands then fill it in.

    The list of rooms has a revision of its own, the largest `listed` of all: the one at which this room last changed.
    """

    name = CharField(max_length=80, unique=True)
    name_key = CharField(max_length=200, null=True, unique=True)
    description = CharField(max_length=300, default="")
    revision = BigIntegerField(default=0)
    created_at = BigIntegerField(default=now_ms)
    archived_at = BigIntegerField(null=True)
    listed = BigIntegerField(default=0)


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
    has_reactions = True
    """Not a column: false where a query, or whoever made the row, knows that there are none."""

    class Meta:
        """Paging, catching up, and sending twice without doubling."""

        indexes = (
            (("room", "id"), False),
            (("room", "revision"), True),
            (("author", "client_id"), True),
        )


class Reaction(Table):
    """An emoji that somebody has put on a message."""

    message_id: int
    message = ForeignKeyField(Message, index=False, on_delete="CASCADE")
    user_id: int
    user = ForeignKeyField(User)
    emoji = CharField(max_length=16)

    class Meta:
        """Each emoji once of each person; and what a page's messages have been given."""

        indexes = ((("message", "user", "emoji"), True),)


class Session(Table):
    """A session: a logged-in browser; only the hash of its token is stored.

    `confirmed_at` is when the password was last given, `is_kept` whether the browser may be closed meanwhile.
    """

    token_hash = CharField(max_length=64, unique=True)
    user_id: int
    user = ForeignKeyField(User, on_delete="CASCADE")
    device = CharField(max_length=80, default="")
    is_kept = BooleanField(default=False)
    created_at = BigIntegerField(default=now_ms)
    confirmed_at = BigIntegerField(default=now_ms)
    seen_at = BigIntegerField(default=now_ms)
    expires_at = BigIntegerField(index=True)


class ApiToken(Table):
    """An API token; only its hash is stored."""

    token_hash = CharField(max_length=64, unique=True)
    user = ForeignKeyField(User, on_delete="CASCADE")
    name = CharField(max_length=80)
    created_at = BigIntegerField(default=now_ms)
    used_at = BigIntegerField(null=True)


class Invite(Table):
    """An invite link; only the hash of its token is stored."""

    token_hash = CharField(max_length=64, unique=True)
    author = ForeignKeyField(User, on_delete="CASCADE")
    created_at = BigIntegerField(default=now_ms)
    expires_at = BigIntegerField()


class ResetLink(Table):
    """A password reset link; only the hash of its token is stored."""

    token_hash = CharField(max_length=64, unique=True)
    user = ForeignKeyField(User, on_delete="CASCADE")
    expires_at = BigIntegerField()


class Setting(Table):
    """Facts about this database itself, such as that it holds demo content, and what administrators have set."""

    name = CharField(max_length=80, unique=True)
    value = TextField()


TABLES = (User, Avatar, Room, Message, Reaction, Session, ApiToken, Invite, ResetLink, Setting)
