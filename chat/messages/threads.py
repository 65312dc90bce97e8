"""What messages show of the threads below them."""

from collections.abc import Iterable
from typing import Any

from peewee import SQL, fn

from chat.accounts import role_of
from chat.accounts.items import UserItem
from chat.messages.items import ThreadItem
from chat.messages.pins import pinned_replies
from models import Pin, Room, User

FACES = 3
"""How many of those who have replied a message shows."""


def load_threads(thread_ids: Iterable[int | None]) -> dict[int, ThreadItem]:
    """Return what messages show of these threads, by id: in two queries, or none; where there are pins, in three."""
    ids = [id_ for id_ in thread_ids if id_]
    if not ids:
        return {}
    has_pins = fn.EXISTS(Pin.select(SQL("1")).where(Pin.room == Room.parent))
    columns = (Room.id, Room.replies, Room.faces, Room.replied_at, Room.parent, has_pins)
    rows: Any = list(Room.select(*columns).where(Room.id.in_(ids)).tuples())
    people = _people({int(face) for _, _, faces, *_ in rows for face in faces.split()})
    pinned = pinned_replies(ids, {room_id for *_, room_id, has_some in rows if has_some})
    return {
        id_: ThreadItem(id_, replies, tuple(people[int(face)] for face in faces.split()), last_at, pinned.get(id_, ()))
        for id_, replies, faces, last_at, *_ in rows
    }


def _people(ids: set[int]) -> dict[int, UserItem]:
    rows: Any = User.select(User.id, User.name, User.avatar, User.role).where(User.id.in_(list(ids)))
    return {id_: UserItem(id_, name, avatar, role_of(role)) for id_, name, avatar, role in rows.tuples()}
