"""A room's row, locked for a change of what is in it."""

from chat.errors import Forbidden, NotFound
from chat.rooms.queries import room_row
from models import Room, is_id, lock_for_update


def lock_room(room_id: int) -> Room:
    """Return a room's row, locked against other changes to its messages until the transaction ends.

    That makes the order of revisions the order of commits. Raises `NotFound`.
    """
    room: Room | None = lock_for_update(Room.select().where(Room.id == room_id)).first() if is_id(room_id) else None
    if room is None:
        raise NotFound("Room not found.")
    return room


def lock_open_room(room_id: int) -> Room:
    """Do as `lock_room`; raises `Forbidden` for an archived room."""
    return _open(lock_room(room_id))


def require_open_room(room_id: int) -> Room:
    """Do as `lock_open_room` without a lock, for what changes nothing."""
    return _open(room_row(room_id))


def _open(room: Room) -> Room:
    if room.archived_at:
        raise Forbidden("This room is archived and read-only.")
    return room
