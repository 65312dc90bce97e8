"""Reads of rooms, as far as the actor may see them."""

from functools import lru_cache

from chat.accounts.items import UserItem
from chat.rooms.access import room_for, visible_to
from chat.rooms.items import RoomItem, RoomList, RoomListChanges
from chat.rooms.unchecked import room_list_revision
from chat.storage.sorting import sorted_by_name
from models import Room

MAX_ROOM_CHANGES = 200
"""Maximum number of changed rooms to send one by one; for more, the whole list, already rendered, is cheaper."""


def rooms(actor: UserItem) -> list[RoomItem]:
    """List the rooms that are not archived, by name."""
    return sorted_by_name(room_item(row) for row in Room.select().where(Room.archived_at.is_null(), visible_to(actor)))


def room_list(actor: UserItem) -> RoomList:
    """Read the list of rooms; while it stays the same, it is the same object, for all who see the same rooms."""
    columns = (Room.id, Room.name, Room.description, Room.archived_at, Room.listed)
    return _room_list(tuple(Room.select(*columns).where(visible_to(actor)).order_by(Room.id).tuples()))


@lru_cache(maxsize=1)
def _room_list(rows: tuple[tuple[int, str, str, int | None, int], ...]) -> RoomList:
    """Sort rows, which for thousands of them takes longer than reading them."""
    rooms = sorted_by_name(
        RoomItem(id_, name, description) for id_, name, description, archived_at, _ in rows if not archived_at
    )
    return RoomList(rooms, max((listed for *_, listed in rows), default=0))


def room_list_changes(actor: UserItem, revision: int) -> RoomListChanges | None:
    """Read all that changed in the list of rooms after a revision, or None where the whole list is cheaper."""
    rows = list(Room.select().where(Room.listed > revision, visible_to(actor)).limit(MAX_ROOM_CHANGES + 1))
    if len(rows) > MAX_ROOM_CHANGES:
        return None
    rooms = sorted_by_name(map(room_item, rows))
    shown = [room for room in rooms if not room.archived_at]
    archived = [room for room in rooms if room.archived_at]
    return RoomListChanges(shown, archived, room_list_revision())


def room(actor: UserItem, room_id: int) -> RoomItem:
    """Return a room, archived or not, or raise `NotFound`."""
    return room_item(room_for(actor, room_id))


def room_item(row: Room) -> RoomItem:
    """Return the item of a room's row."""
    return RoomItem(row.id, row.name, row.description, row.archived_at)
