"""The paged lists of people."""

from collections.abc import Collection, Sequence
from typing import Any

import peewee

from chat.accounts.bots import is_of_other_room
from chat.accounts.claims import is_unclaimed
from chat.accounts.items import AccountItem, UserItem
from chat.accounts.queries import BOT, person_item, user_item
from chat.storage.pagination import Listing, paginate, paginate_by_key
from chat.storage.sorting import sorted_by_name
from models import Session, User, is_active


def directory(
    search: str = "", page: int = 1, *, without: Collection[int] = (), has_bots: bool = True, room_id: int = 0
) -> Listing[UserItem]:
    """List everybody whose account is active and whose name matches a search, as everybody may see them.

    Those with the ids `without` are left out, bots as well unless it `has_bots`, and the bots of incoming webhooks, but
    for those of a room.
    """
    shown = ~is_of_other_room(room_id) if has_bots else User.role != BOT
    rows: Any = User.select(User.id, User.name, peewee.Value("")).where(is_active(), shown).tuples()
    return paginate((row for row in rows if row[0] not in without), search, page, _users)


def people_named(user_ids: Collection[int]) -> list[UserItem]:
    """List those of these people whose accounts are active, by name; without bots of incoming webhooks."""
    rows = User.select().where(User.id.in_(list(user_ids)), is_active(), ~is_of_other_room())
    return sorted_by_name(map(user_item, rows))


def people_listing(search: str = "", page: int = 1, only: str = "") -> Listing[AccountItem]:
    """List everybody with an account for administrators, deactivated people too, by name or email address.

    Args:
        search: words of the name or the address
        page: which page of the list
        only: "administrators", "deactivated", "imported" (and not claimed), or everybody
    """
    key = peewee.fn.COALESCE(User.name_key, peewee.fn.LOWER(User.name))  # something else than a command wrote some
    rows = User.select(User.id, key, User.email).where(User.deleted_at.is_null(), User.role != BOT)
    if only == "administrators":
        rows = rows.where(User.role == "administrator")
    if only == "deactivated":
        rows = rows.where(User.deactivated_at.is_null(False), ~is_unclaimed())
    if only == "imported":
        rows = rows.where(is_unclaimed())
    return paginate_by_key(rows, (key, User.id), search, page, _people)


def _users(ids: Sequence[int]) -> dict[int, UserItem]:
    return {row.id: user_item(row) for row in User.select().where(User.id.in_(ids))}


def _people(ids: Sequence[int]) -> dict[int, AccountItem]:
    seen = peewee.fn.MAX(Session.seen_at).alias("seen_at")
    rows: Any = User.select(User, seen).join(Session, peewee.JOIN.LEFT_OUTER).where(User.id.in_(ids)).group_by(User)
    return {row.id: person_item(row) for row in rows}
