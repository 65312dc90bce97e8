"""Reads of rooms that check nobody's access: for the server itself, which hands on none of it but to whom it checks."""

from collections.abc import Collection
from typing import Any

import peewee

from chat.rooms.access import found
from models import Membership, Room, row_id


def room_list_revision() -> int:
    """Return how many changes all lists of rooms together have seen."""
    newest = (table.select(peewee.fn.MAX(table.listed)).scalar() or 0 for table in (Room, Membership))
    return max(newest)


def room_list_revisions(user_ids: Collection[int]) -> dict[int, int]:
    """Return the revision of each of these people's lists of rooms: that of the last change in one of their rooms."""
    # Leaving is a change itself, after which those of the room are nobody's business any more.
    seen = peewee.Case(None, [(Membership.left_at.is_null(), Room.listed)], 0)
    newest = peewee.fn.MAX(Membership.listed), peewee.fn.MAX(seen)
    rows: Any = Membership.select(Membership.user, *newest).join(Room).where(Membership.user.in_(list(user_ids)))
    return {user: max(newest) for user, *newest in rows.group_by(Membership.user).tuples()}


def members_among(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of these people are in a room."""
    rows = Membership.select(Membership.user).where(
        Membership.room == room_id, Membership.user.in_(list(user_ids)), Membership.left_at.is_null()
    )
    return {row.user_id for row in rows}


def hidden_pairs(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return which of these pairs of a room and a person must not go together: the person cannot see the room."""
    ids = list({room_id for room_id, _ in pairs})
    private = {row.id for row in Room.select(Room.id).where(Room.id.in_(ids), Room.kind != "open")}
    there = Membership.select(Membership.room, Membership.user).where(
        Membership.room.in_(list(private)), Membership.left_at.is_null()
    )
    return {pair for pair in pairs if pair[0] in private} - set(there.tuples())


def room_revisions(room_ids: Collection[int]) -> dict[int, int]:
    """Return the revision of each of these rooms."""
    rows = Room.select(Room.id, Room.revision).where(Room.id.in_(list(room_ids)))
    return {row.id: row.revision for row in rows}


def room_row(room_id: int) -> Room:
    """Return a room's row, or raise `NotFound`."""
    return found(Room.select().where(Room.id == row_id(room_id)))
