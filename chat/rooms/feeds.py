"""How far rooms have come, and what has changed of them, for programs that listen: what they heard of, and what not."""

from typing import Any, cast

import peewee

from chat.accounts import role_of
from chat.accounts.items import UserItem
from chat.errors import Forbidden
from chat.rooms.access import has_member, has_name, room_for, visible_to
from chat.rooms.items import ListChanges, MemberRole, MembershipItem, Position
from chat.rooms.queries import room_item
from models import Membership, Room, User, is_room

MAX_LIST_CHANGES = 500
"""Maximum number of changes to tell one by one; for more, the lists are to be read again."""


def own_positions(actor: UserItem) -> dict[int, Position]:
    """Return how far each of the rooms has come that the actor is in, archived and hidden ones too."""
    rows: Any = Room.select(Room.id, Room.revision, Room.below).join(Membership)
    mine = rows.where(Membership.user == actor.id, is_room(), Membership.left_at.is_null(), visible_to(actor))
    return {id_: Position(revision, below) for id_, revision, below in mine.tuples()}


def position(actor: UserItem, room_id: int) -> Position:
    """Return how far a room has come; raises `NotFound`, and `Forbidden` for a thread, which is heard with its room."""
    row = room_for(actor, room_id)
    if row.parent_id is not None:
        raise Forbidden("A thread is heard with its room: listen to that.")
    return Position(row.revision, row.below)


def list_changes(actor: UserItem, since: int) -> ListChanges | None:
    """Read what has changed of rooms after a revision of the lists, or None where reading them again is cheaper.

    Of who is in rooms, what concerns the actor, and others in rooms that the actor is in.
    """
    is_mine = (Membership.user == actor.id) | has_member(actor.id)
    return _changes(visible_to(actor), is_mine & (visible_to(actor) | (Membership.user == actor.id)), since)


def all_list_changes(since: int) -> ListChanges | None:
    """Do as `list_changes`, for all rooms; for the server itself, which tells it to whom it concerns."""
    return _changes(True, True, since)


def _changes(of_rooms: Any, of_memberships: Any, since: int) -> ListChanges | None:
    rooms = Room.select().where(Room.listed > since, has_name(), of_rooms).order_by(Room.listed)
    others = _memberships().where(Membership.listed > since, of_memberships).order_by(Membership.listed)
    changed = [room_item(row) for row in rooms.limit(MAX_LIST_CHANGES + 1)]
    memberships = _membership_items(others.limit(MAX_LIST_CHANGES + 1))
    is_much = max(len(changed), len(memberships)) > MAX_LIST_CHANGES
    return None if is_much else ListChanges(changed, memberships)


def _memberships() -> Any:
    columns = (Membership.room, User.id, User.name, User.avatar, User.role, Membership.role, Membership.left_at)
    rows: Any = Membership.select(*columns).join(User).switch(Membership).join(Room, peewee.JOIN.INNER)
    return rows.where(is_room())


def _membership_items(rows: Any) -> list[MembershipItem]:
    return [
        MembershipItem(
            room_id, UserItem(id_, name, avatar, role_of(kind)), None if left_at else cast("MemberRole", role)
        )
        for room_id, id_, name, avatar, kind, role, left_at in rows.tuples()
    ]
