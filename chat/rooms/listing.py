"""The paged lists of rooms: those in use, and archived ones."""

from collections.abc import Sequence
from typing import Any

from chat.rooms.items import RoomItem
from chat.rooms.queries import room_item
from chat.storage.pagination import Listing, paginate
from models import Room


def room_listing(search: str = "", page: int = 1, *, is_archived: bool = False) -> Listing[RoomItem]:
    """List the rooms in use, or the archived ones, whose name or description matches a search."""
    rows: Any = (
        Room.select(Room.id, Room.name, Room.description).where(Room.archived_at.is_null(not is_archived)).tuples()
    )
    return paginate(rows, search, page, _rooms)


def _rooms(ids: Sequence[int]) -> dict[int, RoomItem]:
    return {row.id: room_item(row) for row in Room.select().where(Room.id.in_(ids))}
