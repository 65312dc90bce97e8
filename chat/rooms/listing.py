"""The paged lists of rooms and of the people in a room."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import peewee

from chat.accounts import directory
from chat.accounts.items import UserItem
from chat.rooms.access import has_name, home_of, room_for, visible_to
from chat.rooms.items import FoundRoom, MemberItem, RoomItem
from chat.rooms.queries import member_item, room_item
from chat.storage.pagination import Listing, paginate, paginate_by_key
from models import Membership, Room, User, is_active


def room_listing(
    actor: UserItem, search: str = "", page: int = 1, *, is_archived: bool = False, is_default: bool = False
) -> Listing[RoomItem]:
    """List rooms whose name or description matches a search, either archived rooms or the others.

    Direct rooms are left out, as are rooms that the actor cannot see; with `is_default` all but those that new people
    join.
    """
    key = peewee.fn.COALESCE(Room.name_key, peewee.fn.LOWER(Room.name))  # something else than a command wrote some
    rows = Room.select(Room.id, key, Room.description).where(
        has_name(), Room.archived_at.is_null(not is_archived), visible_to(actor)
    )
    if is_default:
        rows = rows.where(Room.is_default == True)  # noqa: E712
    return paginate_by_key(rows, (key, Room.id), search, page, _rooms)


def browse_listing(actor: UserItem, search: str = "", page: int = 1) -> Listing[FoundRoom]:
    """List the open rooms that match a search, and whether the actor is in them."""
    found = _named(Room.kind == "open", Room.archived_at.is_null(), visible_to(actor))
    return paginate(found, search, page, partial(_found, actor))


def member_listing(actor: UserItem, room_id: int, search: str = "", page: int = 1) -> Listing[MemberItem]:
    """List the people in a room whose name matches a search; raises `NotFound`."""
    home = home_of(room_for(actor, room_id))
    there = _there(home.id)
    rows: Any = User.select(User.id, User.name, peewee.Value("")).join(Membership).where(there).tuples()
    return paginate(rows, search, page, partial(_members, home.id))


def people_to_add(actor: UserItem, room_id: int, search: str = "", page: int = 1) -> Listing[UserItem]:
    """List the people who are not in a room and whose name matches a search; raises `NotFound`."""
    home = home_of(room_for(actor, room_id))
    rows: Any = Membership.select(Membership.user).join(User).where(_there(home.id)).tuples()
    return directory(search, page, without={user_id for (user_id,) in rows}, room_id=home.id)


def _there(room_id: int) -> peewee.Expression:
    there: peewee.Expression = (Membership.room == room_id) & Membership.left_at.is_null() & is_active()
    return there


def _named(*conditions: Any) -> Any:
    return Room.select(Room.id, Room.name, Room.description).where(has_name(), *conditions).tuples()


def _rooms(ids: Sequence[int]) -> dict[int, RoomItem]:
    return {row.id: room_item(row) for row in Room.select().where(Room.id.in_(ids))}


def _found(actor: UserItem, ids: Sequence[int]) -> dict[int, FoundRoom]:
    there: Any = Membership.select(Membership.room, peewee.fn.COUNT(Membership.id), peewee.fn.MAX(_is(actor))).join(
        User
    )
    counted = there.where(Membership.room.in_(ids), Membership.left_at.is_null(), is_active()).group_by(Membership.room)
    counts = {room_id: (count, bool(mine)) for room_id, count, mine in counted.tuples()}
    return {
        id_: FoundRoom(room, is_member=counts.get(id_, (0, False))[1], members=counts.get(id_, (0, False))[0])
        for id_, room in _rooms(ids).items()
    }


def _is(actor: UserItem) -> Any:
    return peewee.Case(None, [(Membership.user == actor.id, 1)], 0)


def _members(room_id: int, ids: Sequence[int]) -> dict[int, MemberItem]:
    rows = Membership.select(Membership, User).join(User).where(Membership.room == room_id, Membership.user.in_(ids))
    return {row.user_id: member_item(row) for row in rows}
