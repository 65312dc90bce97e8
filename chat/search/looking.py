"""Goes through what is found, newest first: the rows of candidates, each of which is seen to be there for the asker."""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import Any

from chat.accounts.items import UserItem
from chat.rooms import visible_to
from chat.search.candidate_rows import candidate_rows
from chat.search.candidates import Candidates
from chat.search.conditions import Has, Is, Row, Says, Span
from chat.search.dates import NEVER
from chat.search.numbering import BLOCK_BITS
from chat.search.runs import Key, Listed, Run
from chat.search.waiting import waiting
from models import Room

MAX_LOOKED_AT, MAX_CANDIDATES, MAX_BLOCKS = 2_500, 10_000, 64
"""How many messages of those that the actor may see one search looks at, before `Found.next` goes on after them.

It ends as well with a block of the index in which it has come to so many candidates, or with so many blocks.
"""

FIRST_CHUNK, MAX_CHUNK = 50, 800


class Looking:
    """Looks at candidates before a key; `next` is where to go on, None once all was looked at.

    `next` is of a message that the actor may see, or where blocks begin: what others say must not show in it.
    """

    def __init__(self, actor: UserItem, sought: Sequence[Says | Is | Has], before: Key) -> None:
        self._actor, self._before = actor, before
        self._tests = [(one.holds, one.is_unwanted) for one in sought if not isinstance(one, Has)]
        span = _span(sought)
        self._candidates = Candidates(sought, span, before)
        self.indexed = self._candidates.indexed
        keys, rest = waiting(self.indexed, [one for one in sought if isinstance(one, Has)], span, before)
        self._rest: Key | None = rest and rest[0]
        self._rest_after: Key | None = rest and rest[1]
        self._waiting: Run = Listed(keys)
        self._runs: list[Run] = [self._waiting]
        self._read: list[tuple[int, int, Row]] = []
        self._seen: set[int] = set()
        self._looked_at = self._tried = self._blocks = 0
        self._size, self._is_narrow = FIRST_CHUNK, False
        self._last: Key | None = None
        self.next: Key | None = None

    def found(self) -> Iterator[Row]:
        """Go through what is found, newest first."""
        while True:
            self._runs = [run for run in self._runs if run.bound]
            bound = max((run.bound for run in self._runs if run.bound), default=None)
            further = max((key for key in (bound, self._rest, self._candidates.bound) if key), default=None)
            yield from self._settled(further)
            if self._is_over(bound, further):
                return
            if bound != further:
                self._open(bound)
            else:
                self._look()

    def _settled(self, bound: Key | None) -> Iterator[Row]:
        """Go through those that were read and are newer than all that is left, up to the limit."""
        while self._read and (bound is None or self._read[0][2].key > bound):
            if self._looked_at >= MAX_LOOKED_AT:
                self.next = self._last
                return
            row = heappop(self._read)[2]
            self._last, self._looked_at = row.key, self._looked_at + 1
            if all(holds(row) != is_unwanted for holds, is_unwanted in self._tests):
                yield row

    def _is_over(self, bound: Key | None, further: Key | None) -> bool:
        if self.next or further is None:
            return True
        is_enough = bound is None and (self._blocks >= MAX_BLOCKS or self._tried >= MAX_CANDIDATES)
        if further == self._rest:
            self.next = self._rest_after
        elif is_enough and further < self._before:
            self.next = further[0], further[1] + 1  # no message, but where the next block begins
        return self.next is not None

    def _open(self, bound: Key | None) -> None:
        """Open some more blocks; where there is no end of them within the limit, at least one more."""
        some = self._candidates.next_blocks(max(MAX_BLOCKS - self._blocks, 1), bound)
        self._blocks += len(some)
        self._runs += self._candidates.runs(some)

    def _look(self) -> None:
        """Read the newest candidates."""
        taken: list[tuple[Run, list[int]]] = []
        left, by_date = self._size, sorted(self._runs, key=lambda run: run.bound or (0, 0), reverse=True)
        for run in by_date:
            taken.append((run, run.take(left)))
            left -= len(taken[-1][1])
            if not left:
                break
        rows = {row.id: row for row in candidate_rows(self._actor, [id_ for _, ids in taken for id_ in ids])}
        for run, ids in taken:
            there = [rows[id_] for id_ in ids if id_ in rows]
            if there:
                run.learn(there[-1].created_at)
        for id_ in rows.keys() - self._seen:  # what was changed may be there twice
            if rows[id_].key < self._before:
                heappush(self._read, (-rows[id_].created_at, -id_, rows[id_]))
        self._seen |= rows.keys()
        tried = self._size - left
        self._tried += tried
        self._size = min(self._size * 3, MAX_CHUNK)
        if not self._is_narrow and 2 * len(rows) < tried:
            self._narrow()

    def _narrow(self) -> None:
        """Where most candidates are not for the actor, the index says which are in their rooms."""
        self._is_narrow = True
        rooms: Any = Room.select(Room.id).where(Room.kind != "thread", visible_to(self._actor))
        self._candidates.narrow([id_ for (id_,) in rooms.tuples()])
        left = [run for run in self._runs if run is not self._waiting]
        there = self._candidates.in_rooms({run.bound[1] >> BLOCK_BITS for run in left if run.bound})
        for run in left:
            run.keep(there)


def _span(sought: Sequence[Says | Is | Has]) -> Span:
    """Return from when what is found can be."""
    spans = [one.span for one in sought if isinstance(one, Is) and one.span and not one.is_unwanted]
    return max((start for start, _ in spans), default=0), min((end for _, end in spans), default=NEVER)
