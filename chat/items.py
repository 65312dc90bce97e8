"""Frozen snapshots of rows: what events carry and components draw."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UserItem:
    """A person, as everybody may see them."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class RoomItem:
    """A room, as its members see it."""

    id: int
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class MessageItem:
    """A message at one of its revisions; times are milliseconds since 1970, UTC."""

    id: int
    room_id: int
    author: UserItem
    body: str
    client_id: str | None
    created_at: int
    edited_at: int | None
    deleted_at: int | None
    revision: int
    created_revision: int


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A stretch of a room's talk, oldest first, and the room's revision when it was read."""

    messages: Sequence[MessageItem]
    revision: int
    more: bool


@dataclass(frozen=True, slots=True)
class MessageChanges:
    """All that a room has gone through since a revision; deleted ones are tombstones."""

    created: Sequence[MessageItem]
    edited: Sequence[MessageItem]
    deleted: Sequence[MessageItem]
    revision: int
