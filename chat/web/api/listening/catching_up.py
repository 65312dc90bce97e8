"""What a listener has missed since an id that it saw, read on one snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.messages import FeedChanges
from chat.rooms.items import ListChanges, MembershipItem, Position, RoomItem
from chat.web.api.listening import words
from chat.web.api.listening.cursor import Cursor
from chat.web.api.listening.parcels import Parcels

MAX_TOLD = 2_000
"""How many changes of all rooms together are told one by one."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How far everything is that somebody listens to, and what they are to be told until there, in parcels."""

    at: Cursor
    missed: Sequence[bytes] = ()


def hear(actor: UserItem, only_room: int | None, since: Cursor | None, *, is_lost: bool = False) -> Heard:
    """Return how far everything is, and what has happened since; `is_lost` where it is not known since when.

    Raises `NotFound` and `Forbidden` for the only room to listen to.
    """
    here = rooms.own_positions(actor) if only_room is None else {only_room: rooms.position(actor, only_room)}
    at = Cursor(rooms.unchecked.room_list_revision(), here)
    if since is None:
        everything = b"".join([words.reset_lists(), *(words.reset(*each) for each in here.items())])
        return Heard(at, [everything] if is_lost else [])
    if only_room is not None:
        since = Cursor(since.lists, {id_: known for id_, known in since.rooms.items() if id_ == only_room})
    parcels = Parcels(since)
    _tell_lists(parcels, actor, only_room, since, at)
    _tell_rooms(parcels, actor, since.rooms, here)
    marks = [item for item in rooms.unread(actor) if item.room_id in here]
    parcels.add([words.read(marks)] if marks else [])
    return Heard(at, parcels.packed())


def _tell_lists(parcels: Parcels, actor: UserItem, only_room: int | None, since: Cursor, at: Cursor) -> None:
    """Tell what has changed of rooms and of who is in them; those that are lost are told as left, whatever they are."""
    is_known = since.lists <= at.lists  # else a backup was put back: what was told then is true no more
    found = rooms.list_changes(actor, since.lists) if is_known else None
    if found is None:
        parcels.add([words.reset_lists()])
    else:
        parcels.add(words.room(item) for item in _heard_rooms(found, only_room))
        parcels.add(words.membership(item) for item in found.memberships if item.room_id in at.rooms)
    for room_id in sorted(since.rooms.keys() - at.rooms.keys()):
        parcels.forget(room_id)
        parcels.add([words.membership(MembershipItem(room_id, actor, None))])
    parcels.reach_lists(at.lists)


def _heard_rooms(found: ListChanges, only_room: int | None) -> list[RoomItem]:
    return [item for item in found.rooms if only_room in (None, item.id)]


def _tell_rooms(parcels: Parcels, actor: UserItem, since: Mapping[int, Position], here: Mapping[int, Position]) -> None:
    left = MAX_TOLD
    for room_id, at in here.items():
        known = since.get(room_id)
        if known == at:
            continue
        count = _distance(known, at)
        found = messages.changes_after(actor, room_id, known) if known and count <= left else None
        if found is None or known is None:
            parcels.add([words.reset(room_id, at)])
        else:
            _tell_changes(parcels, room_id, known, found)
            left -= count
        parcels.reach(room_id, at)


def _tell_changes(parcels: Parcels, room_id: int, known: Position, found: FeedChanges) -> None:
    """Tell what has changed in a room and in its threads; of these, how far they are is known only after them all."""
    for revision, block in words.changes(room_id, found.own):
        parcels.reach(room_id, Position(revision - 1, known.below))
        parcels.add([block])
    parcels.reach(room_id, Position(found.own.revision, known.below))
    parcels.add(block for thread in found.threads for _, block in words.changes(room_id, thread))


def _distance(known: Position | None, at: Position) -> int:
    return at.revision - known.revision + at.below - known.below if known else 0
