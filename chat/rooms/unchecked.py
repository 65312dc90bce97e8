"""Reads of rooms that check nobody's access: for the server itself, which hands on none of it but to whom it checks."""

from collections.abc import Collection
from typing import Any

import peewee

from chat.rooms.access import first
from chat.rooms.feeds import all_list_changes
from chat.rooms.items import ListChanges, Position
from chat.storage.prepared import Prepared
from models import Membership, Message, Room, is_room, lock_for_update, row_id


def room_list_revision() -> int:
    """Return how many changes all lists of rooms together have seen."""
    newest = (table.select(peewee.fn.MAX(table.listed)).scalar() or 0 for table in (Room, Membership))
    return max(newest)


def room_list_revision_of(user_id: int) -> int:
    """Return the revision of somebody's list of rooms: that of the last change in one of their rooms."""
    return max(row[0] or 0 for row in (_listed_mine.row(user_id), _listed_rooms.row(user_id)) if row)


@Prepared
def _listed_mine(user_id: Any) -> Any:
    return Membership.select(peewee.fn.MAX(Membership.listed)).where(Membership.user == user_id, is_room())


@Prepared
def _listed_rooms(user_id: Any) -> Any:
    # Leaving is a change itself, after which those of the room are nobody's business any more.
    is_in = (Membership.user == user_id) & is_room() & Membership.left_at.is_null()
    return Room.select(peewee.fn.MAX(Room.listed)).join(Membership).where(is_in)


def changed_room_lists(since: int) -> dict[int, int]:
    """Return the revisions of the lists of rooms that have changed since a revision of them all, by whose they are."""
    found: dict[int, int] = {}
    memberships: Any = Membership.select(Membership.user, Membership.listed).where(Membership.listed > since).tuples()
    rooms = {row.id: row.listed for row in Room.select(Room.id, Room.listed).where(Room.listed > since)}
    members: Any = Membership.select(Membership.user, Membership.room).where(
        Membership.room.in_(list(rooms)), Membership.left_at.is_null()
    )
    in_rooms = ((user_id, rooms[room_id]) for user_id, room_id in (members.tuples() if rooms else ()))
    for user_id, listed in (*memberships, *in_rooms):
        found[user_id] = max(listed, found.get(user_id, 0))
    return found


def list_changes(since: int) -> ListChanges | None:
    """Read what has changed of all rooms after a revision of the lists, or None where reading them again is cheaper."""
    return all_list_changes(since)


def members_among(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of these people are in a room."""
    rows = Membership.select(Membership.user).where(
        Membership.room == room_id, Membership.user.in_(list(user_ids)), Membership.left_at.is_null()
    )
    return {row.user_id for row in rows}


def private_rooms(room_ids: Collection[int]) -> dict[int, int]:
    """Return which of these are no open rooms nor threads in one, and by each the room whose people see it."""
    above: Any = Room.alias("above")
    rows: Any = Room.select(Room.id, peewee.fn.COALESCE(above.id, Room.id))
    joined = rows.join(above, peewee.JOIN.LEFT_OUTER, on=(above.id == Room.parent))
    is_private = peewee.fn.COALESCE(above.kind, Room.kind) != "open"
    return dict(joined.where(Room.id.in_(list(room_ids)), is_private).tuples())


def hidden_pairs(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return which of these pairs of a room and a person must not go together: the person cannot see the room."""
    private = private_rooms({room_id for room_id, _ in pairs})
    there = Membership.select(Membership.room, Membership.user).where(
        Membership.room.in_(list(set(private.values()))), Membership.left_at.is_null()
    )
    members = set(there.tuples())
    return {pair for pair in pairs if pair[0] in private and (private[pair[0]], pair[1]) not in members}


def room_revisions(room_ids: Collection[int]) -> dict[int, int]:
    """Return the revision of each of these rooms."""
    rows = Room.select(Room.id, Room.revision).where(Room.id.in_(list(room_ids)))
    return {row.id: row.revision for row in rows}


def positions(room_ids: Collection[int]) -> dict[int, Position]:
    """Return how far each of these rooms and its threads have come."""
    rows: Any = Room.select(Room.id, Room.revision, Room.below).where(Room.id.in_(list(room_ids)))
    return {id_: Position(revision, below) for id_, revision, below in rows.tuples()}


def room_row(room_id: int) -> Room:
    """Return a room's row, or raise `NotFound`."""
    return first(_by_id.models(Room, row_id(room_id)))


def locked_room(room_id: int) -> Room:
    """Return a room's row, locked as `lock_room` does, a thread's after that of its room; raises `NotFound`."""
    found = room_row(room_id)
    parent = None
    if found.parent_id is not None:
        lock_for_update(Message.select(Message.id).where(Message.id == found.root_id)).first()
        parent = locked_room(found.parent_id)
    room = first(list(lock_for_update(Room.select().where(Room.id == room_id))))
    if parent is not None:
        room.parent = parent
    return room


@Prepared
def _by_id(room_id: Any) -> Any:
    return Room.select().where(Room.id == room_id)
