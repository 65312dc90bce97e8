"""Joining and leaving rooms; adding and removing others."""

from chat.accounts import require_active, user_row
from chat.accounts.items import UserItem
from chat.errors import Forbidden, Invalid
from chat.rooms.access import home_of, manages, membership, refuse_thread, require_manager
from chat.rooms.blocks import NOT_ADDED, is_blocked_by
from chat.rooms.bots import refuse_hook_bot
from chat.rooms.commands.listed import publish_membership, put_in, take_out
from chat.rooms.locks import lock_room, lock_writable_room
from chat.storage.database import database
from models import Membership, Room, User

ROLES = ("manager", "member")


async def join_room(actor: UserItem, room_id: int) -> None:
    """Join an open room; whoever is in it already stays so.

    Raises `NotFound`, and `Forbidden` for an archived room and for a webhook's bot in another room.
    """
    await database.write(_join, actor, room_id)


async def enter_room(actor: UserItem, room_id: int) -> None:
    """Do what comes before the actor's message: join an open room, bring a direct one back into all its people's lists.

    For a thread that is done to its room.

    Raises `NotFound`, and `Forbidden` for an archived room.
    """
    await database.write(_enter, actor, room_id)


async def leave_room(actor: UserItem, room_id: int) -> None:
    """Leave a room; whoever is not in it stays so. Raises `NotFound`, and `Forbidden` for direct messages."""
    await database.write(_leave, actor, room_id)


async def add_member(actor: UserItem, room_id: int, user_id: int) -> None:
    """Add somebody to a room: to a closed one as somebody who manages it, to an open one as a member.

    Raises `NotFound` for the room or the person, and `Forbidden`, also if the person has blocked the actor, and
    for the bot of another room's webhook.
    """
    await database.write(_add, actor, room_id, user_id)


async def remove_member(actor: UserItem, room_id: int, user_id: int) -> None:
    """Remove somebody from a room that one manages; whoever is not in it stays so.

    Raises `NotFound` for the room or the person, and `Forbidden`.
    """
    await database.write(_remove, actor, room_id, user_id)


async def set_member_role(actor: UserItem, room_id: int, user_id: int, role: str) -> None:
    """Make a member of a room that one manages a manager of it, or no longer one.

    Raises `NotFound` for the room or the person, `Forbidden`, and `Invalid` for somebody who is not in the room.
    """
    await database.write(_set_role, actor, room_id, user_id, role)


def _join(actor: UserItem, room_id: int) -> None:
    row, room = require_active(actor), lock_writable_room(actor, room_id)
    refuse_thread(room)
    refuse_hook_bot(actor, row.id, room.id)
    put_in(room, row.id)


def _enter(actor: UserItem, room_id: int) -> None:
    row, room = require_active(actor), home_of(lock_writable_room(actor, room_id))
    refuse_hook_bot(actor, row.id, room.id)
    put_in(room, row.id)
    for hidden in Membership.select().where(Membership.room == room, Membership.hidden_at.is_null(False)):
        put_in(room, hidden.user_id)


def put_in_default_rooms(user_id: int) -> None:
    """Put somebody new in the rooms that administrators have chosen, in the change that registers them."""
    for room in Room.select().where(Room.is_default, Room.kind == "open", Room.archived_at.is_null()).order_by(Room.id):
        put_in(room, user_id)


def _leave(actor: UserItem, room_id: int) -> None:
    row, room = require_active(actor), lock_room(actor, room_id)
    _refuse_direct(room)
    if mine := membership(room, row.id):
        take_out(room, mine)


def _add(actor: UserItem, room_id: int, user_id: int) -> None:
    row, room = require_active(actor), lock_writable_room(actor, room_id)
    _refuse_direct(room)
    if not (manages(row, room) or (room.kind == "open" and membership(room, row.id))):
        raise Forbidden(
            "Join this room first, then add others." if room.kind == "open" else "Only a room’s managers can do this."
        )
    refuse_hook_bot(actor, user_id, room.id)
    person = _active(user_id)
    if membership(room, person.id) is None and is_blocked_by(row.id, [person.id]):
        raise Forbidden(NOT_ADDED)  # a closed room of two would be as good as direct messages
    put_in(room, person.id, is_added=person.id != row.id)


def _remove(actor: UserItem, room_id: int, user_id: int) -> None:
    room = _managed(actor, room_id)
    if theirs := membership(room, user_row(user_id).id):
        take_out(room, theirs)


def _set_role(actor: UserItem, room_id: int, user_id: int, role: str) -> None:
    room = _managed(actor, room_id)
    if role not in ROLES:
        raise Invalid("There is no such role.")
    theirs = membership(room, user_row(user_id).id)
    if theirs is None:
        raise Invalid("This person is not in the room.")
    if theirs.role != role:
        theirs.role = role
        publish_membership(room, theirs)


def _managed(actor: UserItem, room_id: int) -> Room:
    """Return a room that the actor manages, locked: what they write in it at the same moment is before or after."""
    _, room = require_manager(actor, room_id)
    return lock_room(actor, room.id)


def _active(user_id: int) -> User:
    row = user_row(user_id)
    if row.deactivated_at:
        raise Invalid("This account is deactivated.")
    return row


def _refuse_direct(room: Room) -> None:
    refuse_thread(room)
    if room.kind == "direct":
        raise Forbidden("Direct messages are between the same people for good. Start another one with other people.")
