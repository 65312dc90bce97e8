"""Rows of messages as tuples: objects of tables, for each and for its author, take longer than all else of a page."""

from typing import Any, NamedTuple

import peewee

from chat.accounts import role_of
from chat.accounts.items import UserItem
from models import File, Mention, Message, MessageLink, Pin, Reaction, User

COLUMNS = (
    *(Message.id, Message.room, Message.body, Message.client_id, Message.created_at, Message.edited_at),
    *(Message.deleted_at, Message.revision, Message.created_revision, Message.html, Message.html_version),
    *(Message.reply_to, Message.thread_id, Message.kind, Message.state, Message.is_interrupted),
)
AUTHOR = (User.id, User.name, User.avatar, User.role)


class MessageRow(NamedTuple):
    """What `load_items` wants of a message, as a `Message` has it."""

    author: UserItem
    id: int
    room_id: int
    body: str
    client_id: str | None
    created_at: int
    edited_at: int | None
    deleted_at: int | None
    revision: int
    created_revision: int
    html: str | None
    html_version: int
    reply_to: int | None
    thread_id: int | None
    kind: str
    state: str | None
    is_interrupted: bool
    has_reactions: bool
    has_mentions: bool
    has_previews: bool
    has_files: bool
    has_pin: bool


def select_rows() -> Any:
    """Select messages as `message_row` wants them."""
    return Message.select(*AUTHOR, *COLUMNS, *looks()).join(User)


def message_row(values: tuple[Any, ...]) -> MessageRow:
    """Return the row of what such a query has found."""
    id_, name, avatar, role, *rest = values
    return MessageRow(UserItem(id_, name, avatar, role_of(role)), *rest)


def looks() -> tuple[Any, ...]:
    """Columns that say whether a message has reactions, mentions, previews and files, and whether it is pinned.

    Few pages have any: a look into the index is less work than a second query.
    """
    parts = {
        "has_reactions": Reaction,
        "has_mentions": Mention,
        "has_previews": MessageLink,
        "has_files": File,
        "has_pin": Pin,
    }
    return tuple(_exists(part).alias(name) for name, part in parts.items())


def _exists(part: Any) -> peewee.Function:
    return peewee.fn.EXISTS(part.select(peewee.SQL("1")).where(part.message == Message.id))
