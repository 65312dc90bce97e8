"""What messages show of the threads below them."""

from collections.abc import Iterable
from typing import Any

from chat.accounts import role_of
from chat.accounts.items import UserItem
from chat.messages.items import ThreadItem
from models import Room, User

FACES = 3
"""How many of those who have replied a message shows."""


def load_threads(thread_ids: Iterable[int | None]) -> dict[int, ThreadItem]:
    """Return what messages show of these threads, by id: in two queries, or none."""
    ids = [id_ for id_ in thread_ids if id_]
    if not ids:
        return {}
    columns = (Room.id, Room.replies, Room.faces, Room.replied_at)
    rows: Any = list(Room.select(*columns).where(Room.id.in_(ids)).tuples())
    people = _people({int(face) for _, _, faces, _ in rows for face in faces.split()})
    return {
        id_: ThreadItem(id_, replies, tuple(people[int(face)] for face in faces.split()), last_at)
        for id_, replies, faces, last_at in rows
    }


def _people(ids: set[int]) -> dict[int, UserItem]:
    rows: Any = User.select(User.id, User.name, User.avatar, User.role).where(User.id.in_(list(ids)))
    return {id_: UserItem(id_, name, avatar, role_of(role)) for id_, name, avatar, role in rows.tuples()}
