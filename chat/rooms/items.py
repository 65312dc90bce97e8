"""Frozen snapshots of rooms: what events carry and components render."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomItem:
    """A room, as those who may see it do."""

    id: int
    name: str
    description: str
    archived_at: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RoomList:
    """The rooms that are not archived, by name, and the revision of this list."""

    rooms: Sequence[RoomItem]
    revision: int


@dataclass(frozen=True, slots=True)
class RoomListChanges:
    """Changes of the list of rooms since a revision: rooms that are new or were changed, and archived rooms."""

    shown: Sequence[RoomItem]
    archived: Sequence[RoomItem]
    revision: int
