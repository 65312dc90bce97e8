"""Searches among all messages that the actor may see, at the moment of asking."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any

from peewee import fn

from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.messages import found_messages
from chat.messages.items import OpenedThread
from chat.rooms import rooms_by_id, visible_to
from chat.search.candidate_rows import candidate_rows
from chat.search.candidates import Candidates
from chat.search.conditions import Has, Is, Row, Says
from chat.search.excerpts import excerpt
from chat.search.items import Found, FoundMessage, Order, Query
from chat.search.language import parse
from chat.search.ranking import ranked
from chat.search.resolving import conditions
from models import Message, Room, row_id

MAX_LIMIT = 100
MAX_LOOKED_AT, MAX_CANDIDATES, MAX_BLOCKS = 5_000, 20_000, 64
"""How many messages of those that the actor may see one search looks at, before `Found.next` goes on after them.

It ends as well with a block of the index in which it has come to so many candidates, or with so many blocks.
"""

MAX_RANKED = 300
"""How many of the newest messages found are put in an order of relevance."""

FIRST_CHUNK, MAX_CHUNK = 50, 800

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
        before: `next` of the page before
        order: by relevance the newest 300 that were found are sorted by how well they fit
        limit: how many at most, up to 100
    """
    query = parse(text)
    if not query:
        return Found()
    sought, limit = conditions(actor, query, room_id), min(max(limit, 1), MAX_LIMIT)
    looking = _Looking(actor, sought)
    if order == "relevance":
        return looking.by_relevance(query, _number(before) or 0, limit)
    return looking.by_age(query, _number(before), limit)


class _Looking:
    """Looks at candidates' rows."""

    def __init__(self, actor: UserItem, sought: Sequence[Says | Is | Has]) -> None:
        self._actor, self._looked_at, self._tried = actor, 0, 0
        self._tests = [(one.holds, one.is_unwanted) for one in sought if not isinstance(one, Has)]
        self._candidates = Candidates(sought)
        self._newest: int = Message.select(fn.MAX(Message.id)).scalar() or 0
        self._last = 0

    def by_age(self, query: Query, before: int | None, limit: int) -> Found:
        """Return what is found before an id, newest first."""
        end = self._newest + 1
        rows = list(islice(self._found(min(before or end, end)), limit + 1))
        is_over = len(rows) <= limit and self._last == 0
        next_ = None if is_over else str(rows[limit - 1].id if len(rows) > limit else self._last)
        return self._page(query, rows[:limit], next_)

    def by_relevance(self, query: Query, skipped: int, limit: int) -> Found:
        """Return the newest that are found, those that fit best first; without so many first ones.

        Where there is none among as many as one search looks at, the next page goes on before them, by age.
        """
        if skipped > MAX_RANKED:
            return self._further(self.by_age(query, skipped - MAX_RANKED, limit))
        rows = ranked(query, islice(self._found(self._newest + 1), MAX_RANKED))
        if not rows and self._last:
            return self._further(self._page(query, [], str(self._last)))
        end = skipped + limit
        return self._page(query, rows[skipped:end], str(end) if len(rows) > end else None)

    @staticmethod
    def _further(found: Found) -> Found:
        return replace(found, next=found.next and str(int(found.next) + MAX_RANKED))

    def _found(self, before: int) -> Iterator[Row]:
        """Go through what is found, newest first; `_last` is where to go on, 0 once all was looked at.

        It is a message that the actor may see, or where a block begins: what others say must not show in it.
        """
        for block, (first, ids) in enumerate(self._candidates.before(before), 1):
            self._last = first
            for there in self._seen(first, ids):
                rows = there[: MAX_LOOKED_AT - self._looked_at]
                self._looked_at += len(rows)
                yield from (row for row in rows if self._fits(row))
                if self._looked_at >= MAX_LOOKED_AT:
                    self._last = rows[-1].id
                    return
            if block >= MAX_BLOCKS or self._tried >= MAX_CANDIDATES:
                return

    def _seen(self, first: int, ids: Iterable[int]) -> Iterator[list[Row]]:
        """Read candidates of a block; where most are not for the actor, the index says which are in their rooms."""
        left, size, is_narrow = iter(ids), FIRST_CHUNK, False
        while chunk := list(islice(left, size)):
            rows = candidate_rows(self._actor, chunk)
            self._tried, size = self._tried + len(chunk), min(size * 3, MAX_CHUNK)
            yield rows
            if not is_narrow and 2 * len(rows) < len(chunk):
                left, is_narrow = self._candidates.in_rooms(first, left, self._rooms), True

    @cached_property
    def _rooms(self) -> list[int]:
        rooms: Any = Room.select(Room.id).where(Room.kind != "thread", visible_to(self._actor))
        return [id_ for (id_,) in rooms.tuples()]

    def _fits(self, row: Row) -> bool:
        return all(holds(row) != is_unwanted for holds, is_unwanted in self._tests)

    def _page(self, query: Query, rows: Sequence[Row], next_: str | None) -> Found:
        ids = [row.id for row in rows]
        messages = {message.id: message for message in found_messages(self._actor, ids)}
        homes = rooms_by_id(self._actor, {row.home_id for row in rows})
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
        is_indexing = self._newest - self._candidates.indexed > MAX_UNINDEXED
        return Found(items, next_ is not None, next_, is_indexing)


def _threads(ids: Iterable[int]) -> dict[int, OpenedThread]:
    rows: Any = Room.select(Room.id, Room.parent, Room.root_id).where(Room.id.in_(list(ids)))
    return {id_: OpenedThread(id_, parent, root) for id_, parent, root in rows.tuples()}


def _number(before: object) -> int | None:
    """Return the number that a cursor is; raises `Invalid` for anything else."""
    if before is None:
        return None
    number = (
        int(before)
        if isinstance(before, str) and before.isascii() and before.isdigit() and len(before) < 19
        else before
    )
    if not row_id(number):
        raise Invalid("This is no place to go on searching from.")
    return row_id(number)
