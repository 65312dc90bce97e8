"""The paged list of people for administrators."""

from collections.abc import Sequence
from typing import Any

import peewee

from chat.accounts.items import AccountItem
from chat.accounts.queries import person_item
from chat.storage.pagination import Listing, paginate
from models import Session, User


def people_listing(search: str = "", page: int = 1) -> Listing[AccountItem]:
    """List everybody with an account, deactivated people too, whose name or email address matches a search."""
    rows: Any = User.select(User.id, User.name, User.email).where(User.deleted_at.is_null()).tuples()
    return paginate(rows, search, page, _people)


def _people(ids: Sequence[int]) -> dict[int, AccountItem]:
    seen = peewee.fn.MAX(Session.seen_at).alias("seen_at")
    rows: Any = User.select(User, seen).join(Session, peewee.JOIN.LEFT_OUTER).where(User.id.in_(ids)).group_by(User)
    return {row.id: person_item(row) for row in rows}
