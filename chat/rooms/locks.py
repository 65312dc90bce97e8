"""Locks a room for a change of what is in it."""

from chat.accounts.items import UserItem
from chat.errors import Forbidden
from chat.rooms.access import found, room_for, visible_to
from models import Room, lock_for_update, row_id


def lock_room(actor: UserItem, room_id: int) -> Room:
    """Return a room's row, locked against other changes to its messages until the transaction ends.

    That makes the order of revisions the order of commits. Raises `NotFound` as `room_for` does.
    """
    return found(lock_for_update(Room.select().where(Room.id == row_id(room_id), visible_to(actor))))


def lock_open_room(actor: UserItem, room_id: int) -> Room:
    """Do as `lock_room`; raises `Forbidden` for an archived room."""
    return _require_open(lock_room(actor, room_id))


def require_open_room(actor: UserItem, room_id: int) -> Room:
    """Do as `lock_open_room` without a lock, for what changes nothing."""
    return _require_open(room_for(actor, room_id))


def _require_open(room: Room) -> Room:
    if room.archived_at:
        raise Forbidden("This room is archived and read-only.")
    return room
