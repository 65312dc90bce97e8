"""Whose direct messages somebody does not want, and why somebody cannot write in a room: also where nobody reads it."""

from collections.abc import Collection
from typing import Any

from peewee import SQL, fn

from chat.accounts import APP, user_item
from chat.accounts.items import UserItem
from chat.rooms.access import home_of, is_viewer
from chat.storage.prepared import Prepared
from chat.storage.sorting import sorted_by_name
from models import Block, Room, User, row_id

ARCHIVED = "This room is archived and read-only."
BLOCKING = "You have blocked this person. Unblock them to write to them."
BLOCKED = "You cannot send direct messages to this person."
BLOCKED_BY_ONE = "You cannot send direct messages to one of these people."
DEACTIVATED = "This account is deactivated, so nobody would read what you write."
BY_APP = "StreamChat tells you here what you have asked for."
DELETED = "This account was deleted, so nobody would read what you write."
NOT_ADDED = "You cannot add this person to rooms."
"""What people are told where they try; elsewhere nothing shows to whoever was blocked that they are."""


def blocked_people(actor: UserItem) -> list[UserItem]:
    """List whom the actor has blocked, by name; without deleted accounts."""
    rows: Any = User.select().join(Block, on=(Block.person == User.id))
    return sorted_by_name(
        map(user_item, rows.where(Block.user == actor.id, User.deleted_at.is_null(), is_viewer(actor.id)))
    )


def has_blocked(actor: UserItem, user_id: int) -> bool:
    """Whether the actor has blocked somebody."""
    mine = (Block.user == actor.id) & (Block.person == row_id(user_id))
    return Block.select().where(mine, is_viewer(actor.id)).exists()


def refusal(room: Room, user_id: int) -> str:
    """Return why somebody who sees a room or a thread cannot write in it, or nothing where they can."""
    home = home_of(room)
    if home.archived_at:
        return ARCHIVED
    return refusal_between(user_id, people_of(home)) if home.kind == "direct" else ""


def refusal_between(user_id: int, people: Collection[int]) -> str:
    """Return why somebody cannot write to these people directly; among more, others read it."""
    others = [one for one in people if one != user_id]
    if len(others) != 1:
        return ""
    row = _states.row(user_id, others[0]) or (False, False, False, None, None)
    reasons = (BLOCKING, BLOCKED, BY_APP, DEACTIVATED, DELETED)
    return next((why for why, is_so in zip(reasons, row, strict=True) if is_so), "")


@Prepared
def _states(user_id: Any, other_id: Any) -> Any:
    """Query of whether somebody has blocked another, or is blocked by them; if it is the app; since when it is gone."""
    blocks = (_blocks(user_id, other_id), _blocks(other_id, user_id))
    return User.select(*blocks, User.role == APP, User.deactivated_at, User.deleted_at).where(User.id == other_id)


def _blocks(user_id: Any, person_id: Any) -> Any:
    return fn.EXISTS(Block.select(SQL("1")).where(Block.user == user_id, Block.person == person_id))


def is_blocked_by(user_id: int, people: Collection[int]) -> bool:
    """Whether one of these people has blocked somebody: who then begins nothing with them."""
    return Block.select().where(Block.user.in_(list(people)), Block.person == user_id).exists()


def people_of(room: Room) -> list[int]:
    """Return the ids of the people of a direct room; none where something other than a command wrote its key."""
    ids = (room.people_key or "").split()
    return [int(id_) for id_ in ids] if all(map(str.isdecimal, ids)) else []


def key_of(people: Collection[int]) -> str:
    """Return what `Room.people_key` is for these people."""
    return " ".join(map(str, sorted(people)))
