"""Somebody's own list of rooms, as their sidebar shows it, and what has changed in it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import peewee

from chat.accounts.items import UserItem
from chat.rooms.access import is_viewer
from chat.rooms.items import NamedRooms, OwnRoomItem, RoomItem, RoomKind, RoomList, RoomListChanges
from chat.rooms.queries import direct_name, people_in_direct_rooms
from chat.rooms.unchecked import room_list_revision_of
from chat.storage.prepared import Prepared
from chat.storage.sorting import sorted_by_name
from models import Membership, Message, Room, is_room

MAX_ROOM_CHANGES = 200
"""Maximum number of changed rooms to send one by one; for more, the whole list is cheaper."""

Row = tuple[int, str, str, int | None, RoomKind, bool, int | None, int | None]
"""The columns of a room, in the order of a `RoomItem`'s fields, when the actor has starred it, and, of a direct room,
the id of its newest message."""

KIND: Final = 4
STARRED: Final = 6
NEWEST: Final = 7
"""Where these stand in a row."""


def room_list(actor: UserItem) -> RoomList:
    """Read the rooms that the actor is in, but for archived and hidden ones.

    Its rooms with names are the same object for all who are in the same rooms, as long as these stay the same.
    """
    rows = _all_rows.rows(actor.id)
    with_names = [row for row in rows if row[KIND] != "direct"]
    named = _named_rooms(tuple(row for row in with_names if row[STARRED] is None))
    direct = _direct_rooms(actor, rows)
    starred = (
        *_named_items(row for row in with_names if row[STARRED] is not None),
        *(own for own in direct if own.is_starred),
    )
    others = tuple(own for own in direct if not own.is_starred)
    return RoomList(starred, named, others, room_list_revision_of(actor.id))


def room_list_changes(actor: UserItem, revision: int) -> RoomListChanges | None:
    """Read all that changed in the actor's list of rooms after a revision, or None where the whole list is cheaper."""
    newest = room_list_revision_of(actor.id)
    if newest <= revision:  # as after most cuts, and by two prepared queries in place of four that are not
        return RoomListChanges([], [], newest)
    mine: Any = Membership.select(Membership.room).where(
        Membership.user == actor.id, is_room(), Membership.listed > revision
    )
    is_mine = (Membership.user == actor.id) & is_room() & Membership.left_at.is_null()
    changed: Any = Room.select(Room.id).join(Membership).where(is_mine, Room.listed > revision)
    ids = {row[0] for rows in (mine, changed) for row in rows.limit(MAX_ROOM_CHANGES + 1).tuples()}
    if len(ids) > MAX_ROOM_CHANGES:
        return None
    rows = list(_rows(actor.id).where(Room.id.in_(list(ids))).tuples())
    shown = [*_named_items(row for row in rows if row[KIND] != "direct"), *_direct_rooms(actor, rows)]
    gone = sorted(ids - {own.id for own in shown})
    return RoomListChanges(shown, gone, newest)


def _rows(user_id: Any) -> Any:
    """Query of columns alone: of some hundred rooms, making an object of each would take longer than all else."""
    columns = (Room.id, Room.name, Room.description, Room.archived_at, Room.kind, Room.is_default)
    newest = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == Room.id)  # one look into an index
    of_direct = peewee.Case(None, [(Room.kind == "direct", newest)])
    rows: Any = Room.select(*columns, Membership.starred_at, of_direct).join(Membership)
    mine = rows.where(
        Membership.user == user_id, is_room(), Membership.left_at.is_null(), Membership.hidden_at.is_null()
    )
    return mine.where(Room.archived_at.is_null(), is_viewer(user_id)).order_by(Room.id)


_all_rows = Prepared(_rows)


@lru_cache(maxsize=64)
def _named_rooms(rows: tuple[Row, ...]) -> NamedRooms:
    return NamedRooms(_named_items(rows))


def _named_items(rows: Iterable[Row]) -> tuple[OwnRoomItem, ...]:
    return tuple(sorted_by_name(OwnRoomItem(_named_item(row), is_starred=row[STARRED] is not None) for row in rows))


def _named_item(row: Row) -> RoomItem:
    id_, name, description, archived_at, kind, is_default, *_ = row
    return RoomItem(id_, name, description, archived_at, kind, bool(is_default))


def _direct_rooms(actor: UserItem, rows: Sequence[Row]) -> tuple[OwnRoomItem, ...]:
    """Return the direct rooms among these, the one last written in first."""
    mine = {row[0]: row for row in rows if row[KIND] == "direct"}
    items = []
    for id_, there in people_in_direct_rooms(actor, list(mine)).items():
        room = RoomItem(id_, direct_name(actor, there), "", kind="direct")
        is_for_notes, is_starred = [user.id for user in there] == [actor.id], mine[id_][STARRED] is not None
        items.append(OwnRoomItem(room, mine[id_][NEWEST] or 0, there, is_for_notes=is_for_notes, is_starred=is_starred))
    return tuple(sorted(items, key=lambda own: (-own.newest, own.id)))
