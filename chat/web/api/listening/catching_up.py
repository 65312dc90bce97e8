"""What a listener has missed since an id that it saw, read on one snapshot."""

from dataclasses import dataclass

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.rooms.items import ListChanges, MembershipItem, Position, RoomItem
from chat.web.api.listening import words
from chat.web.api.listening.cursor import Cursor

MAX_TOLD = 2_000
"""How many changes of all rooms together are told one by one."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How far everything is that somebody listens to, and what they are to be told until there."""

    at: Cursor
    missed: bytes = b""


def hear(actor: UserItem, only_room: int | None, since: Cursor | None, *, is_lost: bool = False) -> Heard:
    """Return how far everything is, and what has happened since; `is_lost` where it is not known since when.

    Raises `NotFound` and `Forbidden` for the only room to listen to.
    """
    here = rooms.own_positions(actor) if only_room is None else {only_room: rooms.position(actor, only_room)}
    at = Cursor(rooms.unchecked.room_list_revision(), here)
    if since is None:
        everything = b"".join([words.reset_lists(), *(words.reset(*each) for each in here.items())])
        return Heard(at, everything if is_lost else b"")
    told = [*_of_lists(actor, only_room, since, here), *_of_rooms(actor, since, here)]
    marks = [item for item in rooms.unread(actor) if item.room_id in here]
    return Heard(at, b"".join([*told, words.read(marks) if marks else b""]))


def _of_lists(actor: UserItem, only_room: int | None, since: Cursor, here: dict[int, Position]) -> list[bytes]:
    """Tell what has changed of rooms and of who is in them; those that are lost are told as left, whatever they are."""
    lost = [] if only_room is not None else sorted(since.rooms.keys() - here.keys())
    found = rooms.list_changes(actor, since.lists)
    told = [] if found is None else [item for item in found.memberships if item.room_id in here]
    gone = [words.membership(MembershipItem(id_, actor, None)) for id_ in lost]
    if found is None:
        return [words.reset_lists(), *gone]
    is_heard = _heard_rooms(found, only_room)
    return [*(words.room(item) for item in is_heard), *map(words.membership, told), *gone]


def _heard_rooms(found: ListChanges, only_room: int | None) -> list[RoomItem]:
    return [item for item in found.rooms if only_room in (None, item.id)]


def _of_rooms(actor: UserItem, since: Cursor, here: dict[int, Position]) -> list[bytes]:
    told, left = [], MAX_TOLD
    for room_id, at in here.items():
        known = since.rooms.get(room_id)
        if known == at:
            continue
        count = _distance(known, at)
        found = messages.changes_after(actor, room_id, known) if known and count <= left else None
        told.append(words.reset(room_id, at) if found is None else words.changes(room_id, found))
        left -= count if found else 0
    return told


def _distance(known: Position | None, at: Position) -> int:
    return at.revision - known.revision + at.below - known.below if known else 0
