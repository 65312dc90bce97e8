"""The rooms of an export: which they are, what they are called, and who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import chunked

from chat.exporting.items import Scope
from chat.exporting.pages import IndexedRoom
from chat.exporting.safe_names import safe_name
from models import Membership, Pin, Room, User

AT_ONCE = 500
MAX_NAMES = 6
"""How many people a direct room's name has at most."""


class Member(NamedTuple):
    """Somebody in a room."""

    person_id: int
    name: str
    role: str
    joined_at: int


class Pinned(NamedTuple):
    """A message that somebody has pinned to a room."""

    message_id: int
    person_id: int
    created_at: int


@dataclass(frozen=True, slots=True)
class ExportedRoom:
    """A room of an export; a direct one is called after the people in it."""

    row: Room
    name: str

    @property
    def folder(self) -> str:
        """Where its pages are."""
        return f"rooms/{safe_name(self.name, 'room')}-{self.row.id}"

    def indexed(self, messages: int) -> IndexedRoom:
        """Return what pages tell of it."""
        row = self.row
        is_archived = row.archived_at is not None
        return IndexedRoom(row.id, row.kind, self.name, row.description, self.folder, is_archived, messages)


def exported_rooms(scope: Scope) -> list[ExportedRoom]:
    """Return the rooms of an export by id."""
    rooms: Any = Room.select().where(Room.kind != "thread").order_by(Room.id)
    if scope.room_ids is not None:
        rooms = rooms.where(Room.id.in_(list(scope.room_ids)))
    return [room for some in chunked(rooms, AT_ONCE) for room in _named(some, scope.person_id)]


def members_of(room: ExportedRoom, scope: Scope) -> list[Member]:
    """Return who is in a room; in an export of one's own data oneself alone."""
    columns = (Membership.user, User.name, Membership.role, Membership.joined_at)
    rows: Any = Membership.select(*columns).join(User).order_by(Membership.user)
    rows = rows.where(Membership.room == room.row.id, Membership.left_at.is_null())
    if scope.person_id:
        rows = rows.where(Membership.user == scope.person_id)
    return [Member(*row) for row in rows.tuples()]


def pins_of(room: ExportedRoom, scope: Scope) -> list[Pinned]:
    """Return what is pinned in a room, in the order in which it was; not in an export of one's own data."""
    rows: Any = Pin.select(Pin.message, Pin.user, Pin.created_at).where(Pin.room == room.row.id).order_by(Pin.id)
    return [] if scope.person_id else [Pinned(*row) for row in rows.tuples()]


def _named(rooms: Sequence[Room], viewer_id: int | None) -> list[ExportedRoom]:
    people = _people_in([room.id for room in rooms if not room.name])
    return [ExportedRoom(room, room.name or _called(people.get(room.id, []), viewer_id)) for room in rooms]


def _people_in(room_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    rows: Any = Membership.select(Membership.room, User.id, User.name).join(User).order_by(User.name, User.id)
    for room_id, *person in rows.where(Membership.room.in_(list(room_ids)), Membership.left_at.is_null()).tuples():
        found.setdefault(room_id, []).append((person[0], person[1]))
    return found


def _called(people: Sequence[tuple[int, str]], viewer_id: int | None) -> str:
    names = [name for id_, name in people if id_ != viewer_id] or [name for _, name in people]
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return ", ".join(names[:MAX_NAMES]) + more
