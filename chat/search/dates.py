"""When the messages of a block were written.

Mostly those with larger ids are later: then a few steps say which can be from when. Those before which there is a later
one, such as imported messages, are listed, each with its date; and those that were changed.
"""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from chat.search.numbering import BLOCK, BLOCK_BITS, PLACE

STEP_BITS = 10
STEPS = 1 << (BLOCK_BITS - STEP_BITS)
"""So many places after each other share a step."""

FEW = 10
"""Of so many times fewer places one by one is looked up or kept."""

NEVER = 1 << 47
"""A time after all others."""


@dataclass(frozen=True)
class Dates:
    """`steps` say when the newest message before the end of each was written; `late` has times and places, in order."""

    steps: "array[int]"
    late: "array[int]"

    @classmethod
    def unpacked(cls, data: bytes) -> "Dates":
        """Return those that are stored; nothing is the dates of a block without messages."""
        numbers = array("Q", data or bytes(8 * STEPS))
        if sys.byteorder == "big":
            numbers.byteswap()
        return cls(numbers[:STEPS], numbers[STEPS:])

    def packed(self) -> bytes:
        """Return them as they are stored."""
        numbers = self.steps + self.late
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tobytes()

    def extended(self, start: int, dated: Iterable[tuple[int, int]]) -> "Dates":
        """Return these with places after one, and the times of their messages, in order of the places."""
        steps, newest = array("Q", self.steps), self.steps[-1]
        late = [one for one in self.late if one & PLACE <= start]  # SQLite gives ids once more
        for place, at in dated:
            if at < newest:
                late.append((at << BLOCK_BITS) | place)
            else:
                newest = at
                steps[place >> STEP_BITS] = newest
        for step in range(1, STEPS):
            steps[step] = max(steps[step], steps[step - 1])
        return Dates(steps, array("Q", sorted(late)))

    def corrected(self, dated: Iterable[tuple[int, int]]) -> "Dates":
        """Return these with messages that were changed: as SQLite gives ids once more, they may be others by now."""
        places = dict(dated)
        late = [one for one in self.late if one & PLACE not in places]
        late += [(at << BLOCK_BITS) | place for place, at in places.items()]
        return Dates(self.steps, array("Q", sorted(late)))

    def places_between(self, start: int, end: int) -> range:
        """Return the places whose messages, but for late ones, can be from these times, the second one included."""
        return range(bisect_left(self.steps, start) << STEP_BITS, (bisect_right(self.steps, end) + 1) << STEP_BITS)

    def before_end_of(self, place: int) -> int:
        """Return the newest that a message at a place can be, unless it is late."""
        return self.steps[place >> STEP_BITS]

    @cached_property
    def late_at(self) -> "array[int] | _Times":
        """When the message at each place was written if it is late, 0 for others."""
        times = _Times() if FEW * len(self.late) < BLOCK else array("Q", bytes(8 * BLOCK))
        for one in self.late:
            times[one & PLACE] = one >> BLOCK_BITS
        return times

    @property
    def size(self) -> int:
        """Bytes that this takes in memory, more or less."""
        return 8 * (STEPS + len(self.late)) + min(100 * len(self.late), 8 * BLOCK)

    def late_among(self, places: Collection[int], start: int, end: int) -> Iterator[tuple[int, int]]:
        """Go through those that are late, newest first: their times, from one up to another, and their places."""
        if FEW * len(places) < len(self.late):
            times = sorted(((self.late_at[place], place) for place in places if self.late_at[place]), reverse=True)
            yield from ((at, place) for at, place in times if start <= at <= end)
            return
        at = bisect_left(self.late, (end + 1) << BLOCK_BITS)
        while at and (one := self.late[at - 1]) >> BLOCK_BITS >= start:
            if one & PLACE in places:
                yield one >> BLOCK_BITS, one & PLACE
            at -= 1


class _Times(dict[int, int]):
    def __missing__(self, _place: int) -> int:
        return 0
