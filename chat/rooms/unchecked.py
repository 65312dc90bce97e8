"""Reads of rooms that check nobody's access: for the server itself, which hands on none of it but to whom it checks."""

from collections.abc import Collection

import peewee

from chat.rooms.access import found
from models import Room, row_id


def room_list_revision() -> int:
    """Return how many changes the list of rooms has seen."""
    return Room.select(peewee.fn.MAX(Room.listed)).scalar() or 0


def room_revisions(room_ids: Collection[int]) -> dict[int, int]:
    """Return the revision of each of these rooms."""
    rows = Room.select(Room.id, Room.revision).where(Room.id.in_(list(room_ids)))
    return {row.id: row.revision for row in rows}


def room_row(room_id: int) -> Room:
    """Return a room's row, or raise `NotFound`."""
    return found(Room.select().where(Room.id == row_id(room_id)))
