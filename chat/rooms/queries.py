"""Reads of rooms, as far as the actor may see them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import peewee

from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.rooms.access import managers_of, manages, membership, room_for, visible_to
from chat.rooms.items import MemberItem, OwnRoomItem, RoomItem, RoomKind, RoomList, RoomListChanges
from chat.rooms.unchecked import room_list_revisions
from chat.storage.sorting import name_sort_key, sorted_by_name
from models import Membership, Message, Room, User, is_active, row_id

MAX_ROOM_CHANGES = 200
"""Maximum number of changed rooms to send one by one; for more, the whole list is cheaper."""


def rooms(actor: UserItem) -> list[RoomItem]:
    """List the rooms that the actor is in, without archived ones, by name."""
    return sorted_by_name(_items(actor, list(_own().where(_is_listed(actor), visible_to(actor)))))


def open_rooms(actor: UserItem) -> list[RoomItem]:
    """List the open rooms, without archived ones, by name."""
    rows = Room.select().where(Room.kind == "open", Room.archived_at.is_null(), visible_to(actor))
    return sorted_by_name(map(room_item, rows))


def room_list(actor: UserItem) -> RoomList:
    """Read the rooms that the actor is in, but for archived and hidden ones."""
    rows = _own().where(_is_listed(actor), Membership.hidden_at.is_null(), visible_to(actor))
    return RoomList(_own_items(actor, list(rows)), _revision(actor))


def room_list_changes(actor: UserItem, revision: int) -> RoomListChanges | None:
    """Read all that changed in the actor's list of rooms after a revision, or None where the whole list is cheaper."""
    mine: Any = Membership.select(Membership.room).where(Membership.user == actor.id, Membership.listed > revision)
    is_mine = (Membership.user == actor.id) & Membership.left_at.is_null()
    changed: Any = Room.select(Room.id).join(Membership).where(is_mine, Room.listed > revision)
    ids = {row[0] for rows in (mine, changed) for row in rows.limit(MAX_ROOM_CHANGES + 1).tuples()}
    if len(ids) > MAX_ROOM_CHANGES:
        return None
    shown = _own().where(_is_listed(actor), Membership.hidden_at.is_null(), visible_to(actor), Room.id.in_(list(ids)))
    items = _own_items(actor, list(shown))
    gone = sorted(ids - {item.id for item in items})
    return RoomListChanges(items, gone, _revision(actor))


def room(actor: UserItem, room_id: int) -> RoomItem:
    """Return a room, archived or not, or raise `NotFound`."""
    return _items(actor, [room_for(actor, room_id)])[0]


def is_member(actor: UserItem, room_id: int) -> bool:
    """Whether the actor is in a room; raises `NotFound`."""
    return membership(room_for(actor, room_id), actor.id) is not None


def may_manage(actor: UserItem, room_id: int) -> bool:
    """Whether the actor manages a room, for display only; raises `NotFound`."""
    row = User.get_or_none(User.id == row_id(actor.id), is_active())
    return row is not None and manages(row, room_for(actor, room_id))


def managers(actor: UserItem, room_id: int) -> set[int]:
    """Return the ids of those who manage a room, besides administrators; raises `NotFound`."""
    return managers_of(room_for(actor, room_id))


def members(actor: UserItem, room_id: int) -> list[MemberItem]:
    """List the people in a room by name, without deactivated ones; raises `NotFound`."""
    rows = Membership.select(Membership, User).join(User)
    there = rows.where(Membership.room == room_for(actor, room_id), Membership.left_at.is_null(), is_active())
    return sorted(map(member_item, there), key=lambda member: name_sort_key(member.user))


def member_item(row: Membership) -> MemberItem:
    """Return the item of a membership's row."""
    return MemberItem(user_item(row.user), "manager" if row.role == "manager" else "member", row.joined_at)


def room_item(row: Room, name: str = "") -> RoomItem:
    """Return the item of a room's row, with the name that a direct room has for its viewer."""
    kind = cast("RoomKind", row.kind)
    return RoomItem(row.id, row.name or name, row.description, row.archived_at, kind, bool(row.is_default))


def _revision(actor: UserItem) -> int:
    return room_list_revisions([actor.id]).get(actor.id, 0)


def _own() -> Any:
    return Room.select(Room).join(Membership)


def _is_listed(actor: UserItem) -> Any:
    return (Membership.user == actor.id) & Membership.left_at.is_null() & Room.archived_at.is_null()


def _own_items(actor: UserItem, rows: Sequence[Room]) -> list[OwnRoomItem]:
    people, newest = _direct_people(actor, rows), _newest_in_direct_rooms(rows)
    items = []
    for row in rows:
        there = people.get(row.id, ())
        is_for_notes = [user.id for user in there] == [actor.id]
        items.append(OwnRoomItem(_item(actor, row, people), newest.get(row.id, 0), there, is_for_notes))
    return sorted(items, key=own_sort_key)


def _newest_in_direct_rooms(rows: Sequence[Room]) -> dict[int, int]:
    ids = [row.id for row in rows if row.kind == "direct"]
    newest = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == Room.id)  # one look into an index each
    found: Any = Room.select(Room.id, newest).where(Room.id.in_(ids)).tuples() if ids else ()
    return {id_: newest or 0 for id_, newest in found}


def own_sort_key(own: OwnRoomItem) -> tuple[bool, int, str, int]:
    """Return the sort key in somebody's list: rooms by name, then direct rooms, the one last written in first."""
    is_direct = own.room.kind == "direct"
    return is_direct, -own.newest if is_direct else 0, *name_sort_key(own.room)


def _items(actor: UserItem, rows: Sequence[Room]) -> list[RoomItem]:
    people = _direct_people(actor, rows)
    return [_item(actor, row, people) for row in rows]


def _item(actor: UserItem, row: Room, people: Mapping[int, Sequence[UserItem]]) -> RoomItem:
    """Return the item of a room, named by the people in it if it is a direct one."""
    there = people.get(row.id, ())
    return room_item(row, ", ".join(user.name + (" (you)" if user.id == actor.id else "") for user in there))


def _direct_people(actor: UserItem, rows: Sequence[Room]) -> dict[int, tuple[UserItem, ...]]:
    """Return the people in direct rooms by name: the others or, where there is nobody else, the actor."""
    ids = [row.id for row in rows if row.kind == "direct"]
    people: dict[int, list[UserItem]] = {id_: [] for id_ in ids}
    for row in Membership.select(Membership, User).join(User).where(Membership.room.in_(ids)) if ids else ():
        people[row.room_id].append(user_item(row.user))
    return {
        id_: tuple(sorted_by_name(user for user in there if user.id != actor.id or len(there) == 1))
        for id_, there in people.items()
    }
