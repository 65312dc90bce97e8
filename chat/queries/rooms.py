"""Reads of rooms."""

from collections.abc import Collection

from chat.errors import NotFound
from chat.items import RoomItem
from chat.queries.names import by_name
from models import Room, is_id


def rooms() -> list[RoomItem]:
    """List the rooms in use, by name."""
    return by_name(room_item(row) for row in Room.select().where(Room.archived_at.is_null()))


def archived_rooms() -> list[RoomItem]:
    """List the rooms that have been put away, by name."""
    return by_name(room_item(row) for row in Room.select().where(Room.archived_at.is_null(False)))


def room(room_id: int) -> RoomItem:
    """Find a room, or raise `NotFound`."""
    return room_item(room_row(room_id))


def room_revisions(room_ids: Collection[int]) -> dict[int, int]:
    """Tell how many changes each of these rooms has seen."""
    rows = Room.select(Room.id, Room.revision).where(Room.id.in_(list(room_ids)))
    return {row.id: row.revision for row in rows}


def room_item(row: Room) -> RoomItem:
    """Take a snapshot of a room's row."""
    return RoomItem(row.id, row.name, row.description, row.archived_at)


def room_row(room_id: int) -> Room:
    """Find a room's row, or raise `NotFound`."""
    row = Room.get_or_none(Room.id == room_id) if is_id(room_id) else None
    if row is None:
        raise NotFound("There is no such room.")
    return row
