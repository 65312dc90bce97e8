"""What is pinned to rooms: read along with messages, and as a list."""

from collections.abc import Collection
from typing import Any

from peewee import fn

from chat.accounts import role_of
from chat.accounts.items import UserItem
from chat.messages.items import PinItem
from chat.rooms import room_for
from chat.storage.prepared import Prepared
from models import Message, Pin, Room, User


def load_pins(message_ids: Collection[int]) -> dict[int, PinItem]:
    """Return who has pinned which of these messages; without any there is no query."""
    if not message_ids:
        return {}
    columns = (Pin.message, Pin.created_at, User.id, User.name, User.avatar, User.role)
    rows: Any = Pin.select(*columns).join(User).where(Pin.message.in_(list(message_ids)))
    return {
        message_id: PinItem(UserItem(id_, name, avatar, role_of(role)), at)
        for message_id, at, id_, name, avatar, role in rows.tuples()
    }


def rows_with_pins(actor: UserItem, room_id: int) -> tuple[int, ...]:
    """Query: which messages of a room tell of its pins, once for each: those that are pinned or have pinned replies.

    Raises `NotFound` for the room.
    """
    return tuple(id_ for (id_,) in _rows_with_pins.rows(room_for(actor, room_id).id))


@Prepared
def _rows_with_pins(room_id: Any) -> Any:
    shown: Any = Pin.select(fn.COALESCE(Room.root_id, Message.id)).join(Message).join(Room)
    return shown.where(Pin.room == room_id)


def pinned_replies(thread_ids: Collection[int], room_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return the ids of replies that are pinned, by their threads; `room_ids` are those of their rooms that have pins.

    Without any there is no query.
    """
    if not room_ids:
        return {}
    found: dict[int, tuple[int, ...]] = {}
    rows: Any = Pin.select(Message.room, Message.id).join(Message)
    rows = rows.where(Pin.room.in_(list(room_ids)), Message.room.in_(list(thread_ids))).order_by(Pin.id)
    for thread_id, message_id in rows.tuples():
        found[thread_id] = (*found.get(thread_id, ()), message_id)
    return found
