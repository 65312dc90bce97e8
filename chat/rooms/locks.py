"""Locks a room for a change of what is in it."""

from typing import Any

from chat.accounts.items import UserItem
from chat.errors import Forbidden
from chat.rooms.access import first, membership, room_for, visible_to_person
from chat.rooms.blocks import refusal
from chat.storage.prepared import Prepared
from models import Membership, Room, db, lock_for_update, row_id


def lock_room(actor: UserItem, room_id: int) -> Room:
    """Return a room's row, locked against other changes to its messages until the transaction ends.

    That makes the order of revisions the order of commits. Raises `NotFound` as `room_for` does.
    """
    room = first(_locked.models(Room, row_id(room_id), actor.id))
    # PostgreSQL has looked who is in the room before it waited for the lock, and by now it may be somebody else.
    return room_for(actor, room.id) if db.for_update and room.kind != "open" else room


@Prepared
def _locked(room_id: Any, user_id: Any) -> Any:
    return lock_for_update(Room.select().where(Room.id == room_id, visible_to_person(user_id)))


def lock_writable_room(actor: UserItem, room_id: int) -> Room:
    """Do as `lock_room`; raises `Forbidden` where the actor cannot write: in an archived room, or for a block."""
    return _require_writable(actor, lock_room(actor, room_id))


def require_writable_room(actor: UserItem, room_id: int) -> Room:
    """Do as `lock_writable_room` without a lock, for what changes nothing."""
    return _require_writable(actor, room_for(actor, room_id))


def must_enter(room: Room, user_id: int) -> bool:
    """Whether `enter_room` comes before somebody's message: they are not in the room, or it is hidden for some."""
    if room.kind != "direct":
        return membership(room, user_id) is None
    return Membership.select().where(Membership.room == room, Membership.hidden_at.is_null(False)).exists()


def _require_writable(actor: UserItem, room: Room) -> Room:
    if why := refusal(room, actor.id):
        raise Forbidden(why)
    return room
