"""Frozen snapshots of messages: what events carry and components render."""

from collections.abc import Sequence
from dataclasses import dataclass

from chat.accounts.items import UserItem


@dataclass(frozen=True, slots=True)
class ReactionItem:
    """An emoji on a message, and who reacted with it, in order."""

    emoji: str
    users: tuple[UserItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageItem:
    """A message at one of its revisions; times are milliseconds since 1970, UTC."""

    id: int
    room_id: int
    author: UserItem
    body: str
    client_id: str | None = None
    created_at: int
    edited_at: int | None = None
    deleted_at: int | None = None
    revision: int
    created_revision: int
    reactions: tuple[ReactionItem, ...] = ()


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of a room's messages, oldest first, and the room's revision when it was read."""

    messages: Sequence[MessageItem]
    revision: int
    more: bool


@dataclass(frozen=True, slots=True)
class MessageChanges:
    """All changes of a room's messages since a revision; deleted ones are tombstones."""

    created: Sequence[MessageItem]
    edited: Sequence[MessageItem]
    deleted: Sequence[MessageItem]
    revision: int
