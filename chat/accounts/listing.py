"""Lists of thousands, a page at a time: people and rooms, by name, as far as a search finds them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import peewee

from chat.accounts.items import AccountItem, Listing
from chat.accounts.queries import person_item
from chat.rooms import room_item
from chat.rooms.items import RoomItem
from models import Room, Session, User

LISTED = 50
"""How many are on a page."""

T = TypeVar("T")


def people_listing(search: str = "", page: int = 1) -> Listing[AccountItem]:
    """List who is registered, the deactivated too, whose name or address has the words of a search."""
    rows: Any = User.select(User.id, User.name, User.email).where(User.deleted_at.is_null()).tuples()
    return _listing(rows, search, page, _people)


def room_listing(search: str = "", page: int = 1, *, is_archived: bool = False) -> Listing[RoomItem]:
    """List the rooms in use, or those that have been put away, whose name or description has the words of a search."""
    rows: Any = (
        Room.select(Room.id, Room.name, Room.description).where(Room.archived_at.is_null(not is_archived)).tuples()
    )
    return _listing(rows, search, page, _rooms)


def _listing(
    rows: Iterable[tuple[int, str, str]], search: str, page: int, load: Callable[[Sequence[int]], dict[int, T]]
) -> Listing[T]:
    """Find, sort and cut with as little as that takes, and load whole rows for one page alone."""
    words = search.casefold().split()
    found = sorted(
        (name.casefold(), id_) for id_, name, more in rows if _has_all(words, f"{name}\n{more}") or not words
    )
    pages = max(1, -(-len(found) // LISTED))
    page = min(max(page, 1), pages)
    ids = [id_ for _, id_ in found[(page - 1) * LISTED : page * LISTED]]
    loaded = load(ids) if ids else {}
    return Listing([loaded[id_] for id_ in ids], len(found), page, pages, search)


def _has_all(words: Sequence[str], text: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _people(ids: Sequence[int]) -> dict[int, AccountItem]:
    seen = peewee.fn.MAX(Session.seen_at).alias("seen_at")
    rows: Any = User.select(User, seen).join(Session, peewee.JOIN.LEFT_OUTER).where(User.id.in_(ids)).group_by(User)
    return {row.id: person_item(row) for row in rows}


def _rooms(ids: Sequence[int]) -> dict[int, RoomItem]:
    return {row.id: room_item(row) for row in Room.select().where(Room.id.in_(ids))}
