"""The paged lists of rooms."""

from collections.abc import Sequence
from typing import Any

from chat.accounts.items import UserItem
from chat.rooms.access import visible_to
from chat.rooms.items import RoomItem
from chat.rooms.queries import room_item
from chat.storage.pagination import Listing, paginate
from models import Room


def room_listing(actor: UserItem, search: str = "", page: int = 1, *, is_archived: bool = False) -> Listing[RoomItem]:
    """List rooms whose name or description matches a search, either archived rooms or the others."""
    rows: Any = Room.select(Room.id, Room.name, Room.description)
    listed = rows.where(Room.archived_at.is_null(not is_archived), visible_to(actor)).tuples()
    return paginate(listed, search, page, _rooms)


def _rooms(ids: Sequence[int]) -> dict[int, RoomItem]:
    return {row.id: room_item(row) for row in Room.select().where(Room.id.in_(ids))}
