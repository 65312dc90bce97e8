"""Frozen snapshots of rooms: what events carry and components render."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomItem:
    """A room, as its members see it."""

    id: int
    name: str
    description: str
    archived_at: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RoomList:
    """The rooms in use, by name, and the revision of this list."""

    rooms: Sequence[RoomItem]
    revision: int


@dataclass(frozen=True, slots=True)
class RoomListChanges:
    """What happened to the list of rooms since a revision: rooms in it that are new or changed, and rooms put away."""

    listed: Sequence[RoomItem]
    archived: Sequence[RoomItem]
    revision: int
