"""Direct messages: a room for each set of people, which each of them can hide until somebody writes."""

from collections.abc import Collection

from chat.accounts import require_active, user_row
from chat.accounts.items import UserItem
from chat.errors import Forbidden, Invalid
from chat.rooms.access import membership
from chat.rooms.blocks import BLOCKED_BY_ONE, is_blocked_by, key_of, refusal_between
from chat.rooms.bots import refuse_hook_bot
from chat.rooms.commands.listed import publish_membership, put_in
from chat.rooms.items import RoomItem
from chat.rooms.locks import lock_room
from chat.rooms.queries import room
from chat.storage.database import database
from models import Membership, Room, lock_for_update, now_ms, row_id

MAX_PEOPLE = 8
"""How many people a direct room has at most, the one who opens it among them."""


async def open_direct(actor: UserItem, user_ids: Collection[int]) -> RoomItem:
    """Return the direct room between the actor and these people, which is made where there is none.

    The others see it once somebody has written in it. With nobody else it is a room for notes to oneself.
    What was written before one of two blocked the other can still be read.
    Raises `NotFound` for a person, `Invalid` for too many or a deactivated one, and `Forbidden` for a block
    and a webhook's bot.
    """
    direct, _ = await open_direct_once(actor, user_ids)
    return direct


async def open_direct_once(actor: UserItem, user_ids: Collection[int]) -> tuple[RoomItem, bool]:
    """Do as `open_direct`; return also whether the room is new."""
    return await database.write(_open, actor, user_ids)


async def hide_direct(actor: UserItem, room_id: int) -> None:
    """Take a direct room out of the actor's list until somebody writes in it.

    Raises `NotFound`, and `Invalid` for another kind of room.
    """
    await database.write(_hide, actor, room_id)


def room_with_app(user_id: int, app: UserItem) -> Room:
    """Return the direct room, locked, in which the app itself writes to somebody, and put it into their list.

    It is part of a change by `database.write`.
    """
    key = key_of((app.id, user_id))
    direct = Room.get_or_none(Room.people_key == key) or Room.create(name="", kind="direct", people_key=key)
    for person in (app.id, user_id):
        put_in(direct, person)
    locked: Room = lock_for_update(Room.select().where(Room.id == direct.id)).get()
    return locked


def _open(actor: UserItem, user_ids: Collection[int]) -> tuple[RoomItem, bool]:
    row = require_active(actor)
    if not isinstance(user_ids, (list, tuple, set, frozenset)):
        raise Invalid("Name the people to write to.")
    people = sorted({row.id, *(row_id(user_id) for user_id in user_ids)})
    if len(people) > MAX_PEOPLE:
        raise Invalid(f"A direct message is between at most {MAX_PEOPLE} people. Make a closed room for more.")
    key = key_of(people)
    known = Room.get_or_none(Room.people_key == key)
    direct = known or _create(actor, people, key)
    put_in(direct, row.id)
    return room(actor, direct.id), known is None


def _create(actor: UserItem, people: Collection[int], key: str) -> Room:
    opener = actor.id
    for user_id in people:
        refuse_hook_bot(actor, user_id)
        if user_row(user_id).deactivated_at:
            raise Invalid("This account is deactivated.")
    if why := refusal_between(opener, people):
        raise Forbidden(why)
    if is_blocked_by(opener, people):
        raise Forbidden(BLOCKED_BY_ONE)
    direct = Room.create(name="", kind="direct", people_key=key)
    for user_id in people:
        hidden_at = None if user_id == opener else now_ms()
        publish_membership(direct, Membership(room=direct, user=user_id, hidden_at=hidden_at))
    return direct


def _hide(actor: UserItem, room_id: int) -> None:
    row, direct = require_active(actor), lock_room(actor, room_id)  # a message at the same moment is before or after
    if direct.kind != "direct":
        raise Invalid("Only direct messages can be hidden.")
    mine = membership(direct, row.id)
    if mine and not mine.hidden_at:
        mine.hidden_at = now_ms()
        publish_membership(direct, mine)
