"""Who may see which rooms, and who manages them. Every read of rooms, and of what is in them, asks here."""

from collections.abc import Sequence
from typing import Any

import peewee

from chat.accounts import is_active, only_room, require_active
from chat.accounts.items import UserItem
from chat.errors import Forbidden, NotFound
from chat.storage.prepared import Prepared
from models import Membership, Room, User, row_id


def visible_to(actor: UserItem) -> peewee.Expression:
    """Query condition on `Room`: the actor may see it.

    Every active user sees every open room; closed and direct rooms exist for their members alone, whoever administers
    the server. Archived rooms are seen by whom they were seen before, and a thread by whoever sees its room. To a
    program whose token is for one room, there is only that.
    """
    only = only_room(actor)
    return (
        visible_to_person(actor.id) & ((Room.id == only) | (Room.parent == only))
        if only
        else visible_to_person(actor.id)
    )


def visible_to_person(user_id: Any) -> peewee.Expression:
    """Do as `visible_to` for an id, or for a place where one will stand."""
    above: Any = Room.alias("above")
    is_below = peewee.fn.EXISTS(above.select(peewee.SQL("1")).where(above.id == Room.parent, sees(user_id, above)))
    condition: peewee.Expression = is_viewer(user_id) & (sees(user_id, Room) | is_below)
    return condition


def sees(user_id: Any, room: Any) -> peewee.Expression:
    """Query condition on a room that is no thread, by its table or an alias: this active person may see it."""
    condition: peewee.Expression = (room.kind == "open") | ((room.kind != "thread") & has_member(user_id, room))
    return condition


def has_name() -> peewee.Expression:
    """Query condition on `Room`: it stands in lists under a name, unlike direct rooms and threads."""
    condition: peewee.Expression = Room.kind.in_(("open", "closed"))
    return condition


def is_viewer(user_id: Any) -> peewee.Function:
    """Query condition: this person may see anything at all, for queries of what they are in anyway."""
    viewer: Any = User.alias("viewer")  # a query around this may have another user in it, such as an author
    return peewee.fn.EXISTS(viewer.select(peewee.SQL("1")).where(viewer.id == user_id, is_active(viewer)))


def has_member(user_id: Any, room: Any = Room) -> peewee.Function:
    """Query condition on `Room`, or on an alias of it: this person is in it."""
    mine: Any = Membership.alias("mine")
    is_mine = (mine.room == room.id) & (mine.user == user_id) & mine.left_at.is_null()
    return peewee.fn.EXISTS(mine.select(peewee.SQL("1")).where(is_mine))


def room_for(actor: UserItem, room_id: int) -> Room:
    """Return the row of a room or thread; raises `NotFound` for one that does not exist, or not for the actor."""
    return within(actor, first(_room_for.models(Room, row_id(room_id), actor.id)))


def within(actor: UserItem, room: Room) -> Room:
    """Return a room that the actor's user sees; raises `NotFound` if the actor is a program's token for another one."""
    only = only_room(actor)
    if only and only not in (room.id, room.parent_id):
        raise NotFound("Room not found.")
    return room


@Prepared
def _room_for(room_id: Any, user_id: Any) -> Any:
    return Room.select().where(Room.id == room_id, visible_to_person(user_id))


def membership(room: Room, user_id: int) -> Membership | None:
    """Return somebody's membership of a room, or None if they are not in it."""
    return next(iter(_membership.models(Membership, room.id, user_id)), None)


def home_of(room: Room) -> Room:
    """Return the room that a thread is in, whose people, managers and locks are the thread's; any other room is itself.

    It is for whoever has found the thread by `room_for`.
    """
    return room if room.parent_id is None else room.parent


def refuse_thread(room: Room) -> None:
    """Raise `Forbidden` for a thread, which has no members and settings of its own."""
    if room.parent_id is not None:
        raise Forbidden("A thread belongs to its room: do this there.")


@Prepared
def _membership(room_id: Any, user_id: Any) -> Any:
    return Membership.select().where(
        Membership.user == user_id, Membership.room == room_id, Membership.left_at.is_null()
    )


def managers_of(room: Room) -> set[int]:
    """Return the ids of those who manage a room: its managers; where a closed one has none left, who came first."""
    there = (Membership.room == room) & Membership.left_at.is_null() & is_active()
    rows = Membership.select(Membership.user).join(User).where(there)
    managers = {row.user_id for row in rows.where(Membership.role == "manager")}
    if managers or room.kind != "closed":
        return managers
    return {row.user_id for row in rows.order_by(Membership.joined_at, Membership.id).limit(1)}


def manages(actor: User, room: Room) -> bool:
    """Whether somebody manages a room, or that of a thread: its managers do, and administrators do for open rooms."""
    home = home_of(room)
    return manages_as(actor, home, membership(home, actor.id))


def manages_as(actor: User | UserItem, room: Room, mine: Membership | None) -> bool:
    """Do as `manages`, for whoever has looked up their membership already."""
    if room.kind == "direct":
        return False
    if room.kind == "open" and actor.role == "administrator":
        return True
    if mine is None or mine.role == "manager":
        return mine is not None
    return room.kind == "closed" and actor.id in managers_of(room)


def require_manager(actor: UserItem, room_id: int) -> tuple[User, Room]:
    """Return the rows of the actor and of a room that they manage; raises `NotFound` and `Forbidden`."""
    row, room = require_active(actor), room_for(actor, room_id)
    refuse_thread(room)
    if not manages(row, room):
        raise Forbidden(
            "Direct messages have no settings." if room.kind == "direct" else "Only a room’s managers can do this."
        )
    return row, room


def first(rooms: Sequence[Room]) -> Room:
    """Return the first of these rooms; raises `NotFound` if there is none."""
    if not rooms:
        raise NotFound("Room not found.")
    return rooms[0]
