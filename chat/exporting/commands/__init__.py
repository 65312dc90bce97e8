"""Begins exports that somebody downloads, and notes who has taken a room away."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import NamedTuple

from peewee import chunked

from chat import accounts, rooms
from chat.accounts.items import UserItem
from chat.errors import Forbidden, NotFound
from chat.exporting import downloads
from chat.exporting.items import Scope
from chat.exporting.own import AT_ONCE, room_ids_of
from chat.exporting.safe_names import safe_name
from chat.storage.database import database
from models import Room, User


class Download(NamedTuple):
    """An export on its way: what the file is called, and its bytes, which have to be gone through."""

    name: str
    pieces: AsyncIterator[bytes]


async def export_room(actor: UserItem, room_id: int, address: str = "") -> Download:
    """Begin the export of a room that the actor manages; that is noted in the audit log.

    Raises `NotFound`, `Forbidden`, `TooMany` while another one is made for them, or two for others, and `Unavailable`
    if the disk is nearly full.

    Args:
        actor: who asks
        room_id: the room
        address: of the place, which links lead to
    """
    downloads.check(actor.id)
    id_, name = await database.write(_check_and_note, actor, room_id)
    scope = Scope(kind="room", room_ids=(id_,), address=address)
    still_may = partial(database.read, _require_manager, actor, id_)
    return Download(f"{safe_name(name, 'room')}.zip", downloads.begin(scope, actor.id, still_may))


async def export_own(actor: UserItem, address: str = "") -> Download:
    """Begin the export of the actor's own data; raises `NotSignedIn`, and what `export_room` does."""
    downloads.check(actor.id)
    room_ids = await database.read(_own_rooms, actor)
    scope = Scope(kind="person", person_id=actor.id, room_ids=room_ids, address=address)
    still_may = partial(database.read, _require_all, actor, room_ids)
    return Download("my-data.zip", downloads.begin(scope, actor.id, still_may))


def _check_and_note(actor: UserItem, room_id: int) -> tuple[int, str]:
    downloads.check_space()
    row, room = _require_manager(actor, room_id)
    named = room.id if room.kind == "open" else None
    accounts.note_action(row, "exported", room=named, detail=room.kind, whoever=True)
    return room.id, room.name


def _require_manager(actor: UserItem, room_id: int) -> tuple[User, Room]:
    row, room = accounts.require_active(actor), rooms.room_for(actor, room_id)
    if not rooms.may_manage(actor, room.id) or room.parent_id is not None:
        raise Forbidden("Only a room’s managers can do this.")
    return row, room


def _require_all(actor: UserItem, room_ids: Sequence[int]) -> None:
    """Raise `NotSignedIn`, or `NotFound` if the actor does not see one of some rooms any more."""
    accounts.require_active(actor)
    for some in chunked(room_ids, AT_ONCE):
        if Room.select().where(Room.id.in_(some), rooms.visible_to(actor)).count() < len(some):
            raise NotFound("One of the rooms is not there any more.")


def _own_rooms(actor: UserItem) -> tuple[int, ...]:
    downloads.check_space()
    return room_ids_of(accounts.require_active(actor).id)
