"""Searches among all messages that the actor may see, at the moment of asking."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from peewee import fn

from chat.accounts.items import UserItem
from chat.messages import found_messages
from chat.messages.items import OpenedThread
from chat.rooms import rooms_by_id
from chat.search import cursors
from chat.search.conditions import Has, Is, Row, Says
from chat.search.excerpts import excerpt
from chat.search.items import Found, FoundMessage, Order, Query
from chat.search.language import parse
from chat.search.looking import Looking
from chat.search.ranking import ranked
from chat.search.resolving import conditions
from chat.search.runs import Key
from models import Message, Room

MAX_LIMIT = 100

MAX_RANKED = 300
"""How many of the newest messages found are put in an order of relevance."""

MAX_UNINDEXED = 5_000


def search(
    actor: UserItem,
    text: object,
    *,
    room_id: int | None = None,
    before: object = None,
    order: Order = "newest",
    limit: int = 20,
) -> Found:
    """Find messages; a search for nothing finds nothing.

    Raises `Invalid` for a search that cannot be understood, with what is wrong, and `NotFound` for the room.

    Args:
        actor: who searches: what they may not see is neither found nor counted
        text: what for, see docs/search.md
        room_id: search in this room and its threads, or in this thread, alone
        before: `next` of the page before, or the id of a message
        order: by relevance the newest 300 that were found are sorted by how well they fit
        limit: how many at most, up to 100
    """
    query = parse(text)
    if not query:
        return Found()
    sought, limit = conditions(actor, query, room_id), min(max(limit, 1), MAX_LIMIT)
    after = cursors.parse(before)
    if query.is_impossible:
        return Found()
    if order == "relevance" and not isinstance(after, tuple):
        return _by_relevance(actor, query, sought, after or 0, limit)
    return _by_age(actor, query, sought, cursors.key_of(after), limit)


Sought = Sequence[Says | Is | Has]


def _by_age(actor: UserItem, query: Query, sought: Sought, before: Key, limit: int) -> Found:
    """Return what is found before a key, newest first."""
    looking = Looking(actor, sought, before)
    rows = list(islice(looking.found(), limit + 1))
    next_ = rows[limit - 1].key if len(rows) > limit else looking.next
    return _page(actor, query, rows[:limit], next_ and cursors.text(next_), looking.indexed)


def _by_relevance(actor: UserItem, query: Query, sought: Sought, skipped: int, limit: int) -> Found:
    """Return the newest that are found, those that fit best first; without so many first ones.

    Where there is none among as many as one search looks at, the next page goes on before them, by age.
    """
    looking = Looking(actor, sought, cursors.NEWEST)
    rows = ranked(query, islice(looking.found(), MAX_RANKED))
    if not rows and looking.next:
        return _page(actor, query, [], cursors.text(looking.next), looking.indexed)
    end = skipped + limit
    return _page(actor, query, rows[skipped:end], str(end) if len(rows) > end else None, looking.indexed)


def _page(actor: UserItem, query: Query, rows: Sequence[Row], next_: str | None, indexed: int) -> Found:
    ids = [row.id for row in rows]
    messages = {message.id: message for message in found_messages(actor, ids)}
    homes = rooms_by_id(actor, {row.home_id for row in rows})
    threads = _threads(row.room_id for row in rows if row.room_id != row.home_id)
    items = tuple(
        FoundMessage(
            messages[row.id],
            homes[row.home_id],
            excerpt(row.body, messages[row.id].drawn, query.wanted),
            threads.get(row.room_id),
        )
        for row in rows
        if row.id in messages and row.home_id in homes
    )
    newest: int = Message.select(fn.MAX(Message.id)).scalar() or 0
    return Found(items, next_ is not None, next_, newest - indexed > MAX_UNINDEXED)


def _threads(ids: Iterable[int]) -> dict[int, OpenedThread]:
    rows: Any = Room.select(Room.id, Room.parent, Room.root_id).where(Room.id.in_(list(ids)))
    return {id_: OpenedThread(id_, parent, root) for id_, parent, root in rows.tuples()}
