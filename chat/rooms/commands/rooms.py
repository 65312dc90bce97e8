"""Making rooms; changing, archiving and restoring those that one manages."""

from chat.accounts import note_action, require_active, require_administrator
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.rooms.access import require_manager, room_for
from chat.rooms.commands.listed import publish_room, put_in
from chat.rooms.commands.names import require_name_free, require_name_free_to_restore, room_key
from chat.rooms.items import RoomItem, RoomKind
from chat.rooms.locks import lock_room
from chat.rooms.queries import room_item
from chat.storage.database import database
from chat.text import MAX_DESCRIPTION, clean_line, clean_name
from models import Membership, Room, User, now_ms


async def create_room(actor: UserItem, name: str, description: str = "", kind: str = "open") -> RoomItem:
    """Create a room, which the actor manages, and return it; raises `Invalid` for a name that cannot be used.

    The first open room is one that new people join.
    """
    name, description = _clean(name, description)
    return await database.write(_create, actor, name, description, _clean_kind(kind))


async def rename_room(actor: UserItem, room_id: int, name: str, description: str = "") -> RoomItem:
    """Change the name and description of a room that the actor manages.

    Raises `Forbidden`, `NotFound`, and `Invalid` for a name that cannot be used.
    """
    name, description = _clean(name, description)
    return await database.write(_rename, actor, room_id, name, description)


async def change_room_kind(actor: UserItem, room_id: int, kind: str) -> RoomItem:
    """Make a room that the actor manages open or closed; all its messages become visible to all, or to members only.

    Raises `Forbidden`, `NotFound`, and `Invalid` if an open room with this name exists already, or if nobody is in it.
    """
    return await database.write(_change_kind, actor, room_id, _clean_kind(kind))


async def set_default_room(actor: UserItem, room_id: int, *, is_default: bool) -> RoomItem:
    """Choose, as an administrator, whether new people join an open room.

    Raises `Forbidden`, `NotFound`, and `Invalid` for a closed room.
    """
    return await database.write(_set_default, actor, room_id, is_default)


async def archive_room(actor: UserItem, room_id: int) -> RoomItem:
    """Archive a room that the actor manages: it becomes read-only and leaves the lists of rooms."""
    return await database.write(_set_archived, actor, room_id, now_ms())


async def restore_room(actor: UserItem, room_id: int) -> RoomItem:
    """Restore an archived room that the actor manages."""
    return await database.write(_set_archived, actor, room_id, None)


def _create(actor: UserItem, name: str, description: str, kind: RoomKind) -> RoomItem:
    row, key = require_active(actor), room_key(actor, name)
    is_first = kind == "open" and not Room.select().where(Room.kind == "open").exists()
    room = Room.create(name=name, name_key=key, description=description, kind=kind, is_default=is_first)
    put_in(room, row.id, "manager")
    return publish_room(room)


def _rename(actor: UserItem, room_id: int, name: str, description: str) -> RoomItem:
    row, room = require_manager(actor, room_id)
    if (room.name, room.description) != (name, description):
        _note(row, room, "renamed", f"{room.name} → {name}" if room.name != name else "")
    room.name, room.name_key, room.description = name, room_key(actor, name, room), description
    # Only these: the row's revision may have moved on since it was read.
    room.save(only=[Room.name, Room.name_key, Room.description])
    return publish_room(room)


def _change_kind(actor: UserItem, room_id: int, kind: RoomKind) -> RoomItem:
    row, room = require_manager(actor, room_id)
    room = lock_room(actor, room.id)  # what is written at the same moment is before or after
    if room.kind == kind:
        return room_item(room)
    if kind == "open":
        require_name_free(actor, room.name, room)
    rows = Membership.select(Membership.user).where(Membership.room == room, Membership.left_at.is_null())
    members = tuple(row.user_id for row in rows)
    if not members:
        raise Invalid("Nobody is in this room, so nobody could see it any more. Join it first, or archive it.")
    _note(row, room, "closed")
    room.kind, room.is_default = kind, False
    room.save(only=[Room.kind, Room.is_default])
    return publish_room(room, members if kind == "closed" else None)


def _set_default(actor: UserItem, room_id: int, is_default: bool) -> RoomItem:
    row, room = require_administrator(actor), room_for(actor, room_id)
    if room.kind != "open":
        raise Invalid("Only open rooms can be joined by everybody who is new.")
    if bool(room.is_default) != bool(is_default):
        _note(row, room, "default", "yes" if is_default else "no")
    room.is_default = bool(is_default)
    room.save(only=[Room.is_default])
    return publish_room(room)


def _set_archived(actor: UserItem, room_id: int, archived_at: int | None) -> RoomItem:
    row, room = require_manager(actor, room_id)
    if bool(room.archived_at) != bool(archived_at):
        _note(row, room, "archived" if archived_at else "restored")
    if not archived_at:
        require_name_free_to_restore(actor, room)
    room.archived_at = archived_at and (room.archived_at or archived_at)
    room.save(only=[Room.archived_at])
    return publish_room(room)


def _note(actor: User, room: Room, action: str, detail: str = "") -> None:
    """Note what an administrator does to an open room; a closed one is the business of its members alone."""
    if room.kind == "open":
        note_action(actor, action, room=room.id, detail=detail)


def _clean(name: str, description: str) -> tuple[str, str]:
    return clean_name(name, "A room's name"), clean_line(description, MAX_DESCRIPTION, "A description")


def _clean_kind(kind: str) -> RoomKind:
    match kind:
        case "open" | "closed":
            return kind
    raise Invalid("A room is either open or closed.")
