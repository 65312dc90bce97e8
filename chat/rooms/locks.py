"""Locks a room for a change of what is in it."""

from typing import Any

from chat.accounts.items import UserItem
from chat.errors import Forbidden
from chat.rooms.access import first, home_of, is_viewer, membership, room_for, sees, within
from chat.rooms.blocks import refusal
from chat.storage.prepared import Prepared
from models import Membership, Message, Room, db, lock_for_update, row_id


def lock_room(actor: UserItem, room_id: int) -> Room:
    """Return a room's row, locked against other changes to its messages until the transaction ends.

    That makes the order of revisions the order of commits. Raises `NotFound` as `room_for` does.
    """
    found = _locked.models(Room, row_id(room_id), actor.id)
    if not found:
        return _lock_thread(actor, room_id)
    room = within(actor, first(found))
    # PostgreSQL has looked who is in the room before it waited for the lock, and by now it may be somebody else.
    return room_for(actor, room.id) if db.for_update and room.kind != "open" else room


@Prepared
def _locked(room_id: Any, user_id: Any) -> Any:
    is_there = is_viewer(user_id) & sees(user_id, Room)
    return lock_for_update(Room.select().where(Room.id == room_id, Room.parent.is_null(), is_there))


def _lock_thread(actor: UserItem, room_id: int) -> Room:
    """Lock a thread after its room, and that after the message replied to: in the order in which others lock these.

    `parent` is the room's row as it is once locked.
    """
    thread = room_for(actor, room_id)
    if thread.parent_id is None:
        return lock_room(actor, thread.id)  # seen by now, and not a moment ago
    lock_for_update(Message.select(Message.id).where(Message.id == thread.root_id)).first()
    parent = lock_room(actor, thread.parent_id)
    lock_for_update(Room.select().where(Room.id == thread.id)).first()
    thread = room_for(actor, thread.id)
    thread.parent = parent
    return thread


def lock_writable_room(actor: UserItem, room_id: int) -> Room:
    """Do as `lock_room`; raises `Forbidden` where the actor cannot write: in an archived room, or for a block."""
    return _require_writable(actor, lock_room(actor, room_id))


def require_writable_room(actor: UserItem, room_id: int) -> Room:
    """Do as `lock_writable_room` without a lock, for what changes nothing."""
    return _require_writable(actor, room_for(actor, room_id))


def must_enter(room: Room, user_id: int) -> bool:
    """Whether `enter_room` comes before somebody's message: they are not in the room, or it is hidden for some.

    For a thread that is asked of its room.
    """
    room = home_of(room)
    if room.kind != "direct":
        return membership(room, user_id) is None
    return bool(_hidden.rows(room.id))


@Prepared
def _hidden(room_id: Any) -> Any:
    return Membership.select(Membership.id).where(Membership.room == room_id, Membership.hidden_at.is_null(False))


def _require_writable(actor: UserItem, room: Room) -> Room:
    if why := refusal(room, actor.id):
        raise Forbidden(why)
    return room
