"""Creating rooms; renaming, archiving and restoring them, as an administrator."""

from chat.accounts import require_active, require_administrator
from chat.accounts.items import UserItem
from chat.realtime.bus import bus
from chat.rooms.access import room_for
from chat.rooms.commands.names import require_name_free_to_restore, room_key
from chat.rooms.events import RoomsChanged
from chat.rooms.items import RoomItem
from chat.rooms.queries import room_item
from chat.rooms.unchecked import room_list_revision
from chat.storage.database import database
from chat.text import MAX_DESCRIPTION, clean_line, clean_name
from models import Room, now_ms


async def create_room(actor: UserItem, name: str, description: str = "") -> RoomItem:
    """Create a room and return it; raises `Invalid` for a name that cannot be used."""
    name, description = _clean(name, description)
    return await database.write(_create, actor, name, description)


async def rename_room(actor: UserItem, room_id: int, name: str, description: str = "") -> RoomItem:
    """Change a room's name and description, as an administrator.

    Raises `Forbidden`, `NotFound`, and `Invalid` for a name that cannot be used.
    """
    name, description = _clean(name, description)
    return await database.write(_rename, actor, room_id, name, description)


async def archive_room(actor: UserItem, room_id: int) -> RoomItem:
    """Archive a room, as an administrator: it becomes read-only and leaves the list of rooms."""
    return await database.write(_set_archived, actor, room_id, now_ms())


async def restore_room(actor: UserItem, room_id: int) -> RoomItem:
    """Restore an archived room, as an administrator."""
    return await database.write(_set_archived, actor, room_id, None)


def _create(actor: UserItem, name: str, description: str) -> RoomItem:
    require_active(actor)
    return _publish_listed(Room.create(name=name, name_key=room_key(name), description=description))


def _rename(actor: UserItem, room_id: int, name: str, description: str) -> RoomItem:
    require_administrator(actor)
    room = room_for(actor, room_id)
    room.name, room.name_key, room.description = name, room_key(name, room), description
    # Only these: the row's revision may have moved on since it was read.
    room.save(only=[Room.name, Room.name_key, Room.description])
    return _publish_listed(room)


def _set_archived(actor: UserItem, room_id: int, archived_at: int | None) -> RoomItem:
    require_administrator(actor)
    room = room_for(actor, room_id)
    if not archived_at:
        require_name_free_to_restore(room)
    room.archived_at = archived_at and (room.archived_at or archived_at)
    room.save(only=[Room.archived_at])
    return _publish_listed(room)


def _clean(name: str, description: str) -> tuple[str, str]:
    return clean_name(name, "A room's name"), clean_line(description, MAX_DESCRIPTION, "A description")


def _publish_listed(room: Room) -> RoomItem:
    """Take the next revision of the list of rooms, and publish the room; needs `database.write`, one at a time."""
    room.listed = room_list_revision() + 1
    room.save(only=[Room.listed])
    item = room_item(room)
    bus.publish_on_commit(RoomsChanged(item, room.listed))
    return item
