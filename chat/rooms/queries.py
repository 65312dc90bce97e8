"""Reads of rooms, as far as the actor may see them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, cast

from peewee import SQL

from chat.accounts import only_room, role_of, user_item
from chat.accounts.items import UserItem
from chat.rooms.access import (
    has_member,
    has_name,
    home_of,
    is_viewer,
    managers_of,
    manages,
    manages_as,
    membership,
    room_for,
    visible_to,
)
from chat.rooms.blocks import refusal
from chat.rooms.items import MAX_MEMBERS, MemberItem, RoomItem, RoomKind, SeenRoom, ThreadPlace
from chat.rooms.retention import days_of
from chat.storage.prepared import Prepared
from chat.storage.sorting import name_sort_key, sorted_by_name
from models import Membership, Room, User, is_active, is_room, row_id

FACES = 8
"""How many of the people in a room its header and its panel show."""

FEW = 8
"""Of how many rooms people are read one room after another, by a query that is written once."""


def rooms(actor: UserItem) -> list[RoomItem]:
    """List the rooms that the actor is in, without archived ones, by name."""
    mine = (
        Room.select(Room).join(Membership).where(Membership.user == actor.id, is_room(), Membership.left_at.is_null())
    )
    if only := only_room(actor):
        mine = mine.where(Room.id == only)
    return sorted_by_name(_items(actor, list(mine.where(Room.archived_at.is_null(), is_viewer(actor.id)))))


def open_rooms(actor: UserItem) -> list[RoomItem]:
    """List the open rooms, without archived ones, by name."""
    rows = Room.select().where(Room.kind == "open", Room.archived_at.is_null(), visible_to(actor))
    return sorted_by_name(map(room_item, rows))


def rooms_in_common(actor: UserItem, user_id: int) -> list[RoomItem]:
    """List the rooms with names that both the actor and somebody else are in, without archived ones, by name."""
    mine: Any = Room.select(Room).join(Membership).where(Membership.user == actor.id, Membership.left_at.is_null())
    named = mine.where(Room.archived_at.is_null(), has_name(), visible_to(actor))
    return sorted_by_name(map(room_item, named.where(has_member(row_id(user_id)))))


def rooms_by_id(actor: UserItem, ids: Collection[int]) -> dict[int, RoomItem]:
    """Return those of these rooms that the actor may see, archived or not, by id."""
    rows = Room.select().where(Room.id.in_(list(ids)), visible_to(actor)) if ids else ()
    return {item.id: item for item in _items(actor, list(rows))}


def room(actor: UserItem, room_id: int) -> RoomItem:
    """Return a room, archived or not, or raise `NotFound`."""
    return _items(actor, [room_for(actor, room_id)])[0]


def is_member(actor: UserItem, room_id: int) -> bool:
    """Whether the actor is in a room, or in that of a thread; raises `NotFound`."""
    return membership(home_of(room_for(actor, room_id)), actor.id) is not None


def may_manage(actor: UserItem, room_id: int) -> bool:
    """Whether the actor manages a room, for display only; raises `NotFound`."""
    row = User.get_or_none(User.id == row_id(actor.id), is_active())
    return row is not None and manages(row, room_for(actor, room_id))


def seen_room(actor: UserItem, room_id: int) -> SeenRoom:
    """Return a room with what the actor is in it; raises `NotFound`."""
    row = room_for(actor, room_id)
    return _seen(actor, row) if row.parent_id is None else _seen_thread(actor, row)


def _seen(actor: UserItem, row: Room) -> SeenRoom:
    mine = membership(row, actor.id)
    may_manage = manages_as(actor, row, mine)
    is_starred = mine is not None and mine.starred_at is not None
    people = people_in_direct_rooms(actor, [row.id] if row.kind == "direct" else []).get(row.id, ())
    room = room_item(row, direct_name(actor, people))
    shown = (mine is not None, may_manage, is_starred, *_people_in(row), people, refusal(row, actor.id))
    return SeenRoom(room, *shown, days_of(row))


def _seen_thread(actor: UserItem, row: Room) -> SeenRoom:
    place = ThreadPlace(row.parent_id or 0, row.root_id or 0, membership(row, actor.id) is not None)
    above = _seen(actor, row.parent)
    return replace(above, room=replace(above.room, id=row.id, kind="thread", is_default=False), thread=place)


def _people_in(room: Room) -> tuple[int, tuple[UserItem, ...]]:
    """Count the people in a room, as far as that costs little, and return the first of them."""
    if room.kind == "direct":
        return 0, ()
    count = len(_some_of.rows(room.id))
    return count, tuple(UserItem(id_, name, avatar, role_of(role)) for id_, name, avatar, role in _faces.rows(room.id))


@Prepared
def _some_of(room_id: Any) -> Any:
    return Membership.select(SQL("1")).join(User).where(_is_in(room_id)).limit(MAX_MEMBERS + 1)


@Prepared
def _faces(room_id: Any) -> Any:
    people: Any = User.select(User.id, User.name, User.avatar, User.role).join(Membership).where(_is_in(room_id))
    return people.order_by(Membership.user).limit(FACES)


def _is_in(room_id: Any) -> Any:
    return (Membership.room == room_id) & Membership.left_at.is_null() & is_active()


def managers(actor: UserItem, room_id: int) -> set[int]:
    """Return the ids of those who manage a room, besides administrators; raises `NotFound`."""
    return managers_of(home_of(room_for(actor, room_id)))


def members(actor: UserItem, room_id: int) -> list[MemberItem]:
    """List the people in a room by name, without deactivated ones; raises `NotFound`."""
    rows = Membership.select(Membership, User).join(User)
    there = rows.where(Membership.room == home_of(room_for(actor, room_id)), Membership.left_at.is_null(), is_active())
    return sorted(map(member_item, there), key=lambda member: name_sort_key(member.user))


def member_item(row: Membership) -> MemberItem:
    """Return the item of a membership's row."""
    return MemberItem(user_item(row.user), "manager" if row.role == "manager" else "member", row.joined_at)


def room_item(row: Room, name: str = "") -> RoomItem:
    """Return the item of a room's row, with the name that a direct room has for its viewer."""
    kind = cast("RoomKind", row.kind)
    return RoomItem(row.id, row.name or name, row.description, row.archived_at, kind, bool(row.is_default))


def _items(actor: UserItem, rows: Sequence[Room]) -> list[RoomItem]:
    homes = [home_of(row) for row in rows]
    people = people_in_direct_rooms(actor, [row.id for row in homes if row.kind == "direct"])
    items = [room_item(home, direct_name(actor, people.get(home.id, ()))) for home in homes]
    return [
        item if row.parent_id is None else replace(item, id=row.id, kind="thread", is_default=False)
        for row, item in zip(rows, items, strict=True)
    ]


def direct_name(actor: UserItem, people: Sequence[UserItem]) -> str:
    """Return the name that a direct room has for the actor."""
    return ", ".join(user.name + (" (you)" if user.id == actor.id else "") for user in people)


def people_in_direct_rooms(actor: UserItem, room_ids: Sequence[int]) -> dict[int, tuple[UserItem, ...]]:
    """Return the people in direct rooms by name: the others or, where there is nobody else, the actor."""
    if not room_ids:
        return {}
    people: dict[int, list[UserItem]] = {id_: [] for id_ in room_ids}
    if len(room_ids) <= FEW:
        rows = [row for room_id in room_ids for row in _people_of.rows(room_id)]
    else:
        rows = _people().where(Membership.room.in_(room_ids)).tuples()
    for room_id, id_, name, avatar, role in rows:
        people[room_id].append(UserItem(id_, name, avatar, role_of(role)))
    return {
        id_: tuple(sorted_by_name(user for user in there if user.id != actor.id or len(there) == 1))
        for id_, there in people.items()
    }


@Prepared
def _people_of(room_id: Any) -> Any:
    return _people().where(Membership.room == room_id)


def _people() -> Any:
    return Membership.select(Membership.room, User.id, User.name, User.avatar, User.role).join(User)
