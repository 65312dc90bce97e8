"""Reads of rooms."""

from collections.abc import Collection
from functools import lru_cache

import peewee

from chat.errors import NotFound
from chat.rooms.items import RoomItem, RoomList, RoomListChanges
from chat.storage.sorting import sorted_by_name
from models import Room, is_id

MAX_ROOM_CHANGES = 200
"""How many changed rooms are worth sorting in one by one; past that the whole list, drawn already, costs less."""


def rooms() -> list[RoomItem]:
    """List all rooms that are not archived, by name."""
    return sorted_by_name(room_item(row) for row in Room.select().where(Room.archived_at.is_null()))


def room_list() -> RoomList:
    """Read the list of rooms; while it stays the same, it is the same object."""
    columns = (Room.id, Room.name, Room.description, Room.archived_at, Room.listed)
    return _room_list(tuple(Room.select(*columns).order_by(Room.id).tuples()))


@lru_cache(maxsize=1)
def _room_list(rows: tuple[tuple[int, str, str, int | None, int], ...]) -> RoomList:
    """Put rows in order, which for thousands of them is more work than to read them."""
    rooms = sorted_by_name(
        RoomItem(id_, name, description) for id_, name, description, archived_at, _ in rows if not archived_at
    )
    return RoomList(rooms, max((listed for *_, listed in rows), default=0))


def room_list_revision() -> int:
    """Tell how many changes the list of rooms has seen."""
    return Room.select(peewee.fn.MAX(Room.listed)).scalar() or 0


def room_list_changes(revision: int) -> RoomListChanges | None:
    """Read all that changed in the list of rooms after a revision, or None where the whole list is cheaper."""
    rows = list(Room.select().where(Room.listed > revision).limit(MAX_ROOM_CHANGES + 1))
    if len(rows) > MAX_ROOM_CHANGES:
        return None
    rooms = sorted_by_name(map(room_item, rows))
    listed, archived = ([room for room in rooms if bool(room.archived_at) is is_out] for is_out in (False, True))
    return RoomListChanges(listed, archived, room_list_revision())


def archived_rooms() -> list[RoomItem]:
    """List the archived rooms, by name."""
    return sorted_by_name(room_item(row) for row in Room.select().where(Room.archived_at.is_null(False)))


def room(room_id: int) -> RoomItem:
    """Find a room, or raise `NotFound`."""
    return room_item(room_row(room_id))


def room_revisions(room_ids: Collection[int]) -> dict[int, int]:
    """Return the revision of each of these rooms."""
    rows = Room.select(Room.id, Room.revision).where(Room.id.in_(list(room_ids)))
    return {row.id: row.revision for row in rows}


def room_item(row: Room) -> RoomItem:
    """Take a snapshot of a room's row."""
    return RoomItem(row.id, row.name, row.description, row.archived_at)


def room_row(room_id: int) -> Room:
    """Find a room's row, or raise `NotFound`."""
    row = Room.get_or_none(Room.id == room_id) if is_id(room_id) else None
    if row is None:
        raise NotFound("Room not found.")
    return row
