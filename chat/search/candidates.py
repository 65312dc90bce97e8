"""The messages that the index has for what is searched for, by blocks: they may be it, and no others can."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache

from chat.search.blocks import Block, blocks, dates_in, words_in
from chat.search.conditions import Has, Is, Says, Span
from chat.search.entries import within
from chat.search.marks import places_with
from chat.search.numbering import BLOCK, BLOCK_BITS
from chat.search.postings import indexed_up_to, places
from chat.search.runs import InOrder, Key, Listed, Run

GROUPS = (1, 4, 16, 64)
"""How many blocks are looked at together, one group after the other: the first may be enough."""

ENOUGH = 1_000
"""So many candidates need no further blocks with them."""

ROW_COST = 4
"""To read a message takes as long as to look up so many words."""

Places = dict[int, set[int]]
"""Places by the numbers of their blocks."""


class Candidates:
    """Goes through the blocks of the index, those with the newest messages first."""

    def __init__(self, conditions: Sequence[Says | Is | Has], span: Span, before: Key) -> None:
        listed = [one for one in conditions if not isinstance(one, Has)]
        wanted = [one for one in listed if not one.is_unwanted]
        self._wanted = sorted(wanted, key=lambda one: -len(one.text.folded) if isinstance(one, Says) else 0)
        self._excluded = [one for one in listed if one.is_unwanted and one.excludes]
        self._marks = [one for one in conditions if isinstance(one, Has)]
        self._rooms: list[str] | None = None
        self._sizes: dict[int, int] = {}
        self._span, self._before = span, before
        self.indexed = indexed_up_to()
        start, end = span
        there = (one for one in blocks() if start <= one.newest and one.oldest <= min(before[0], end - 1))
        self._left = sorted(there, key=lambda one: (-one.newest, -one.number))
        self._groups, self._usual = iter(GROUPS), 0

    @property
    def bound(self) -> Key | None:
        """After which no message in a block is that was not looked at so far; None where there is none."""
        return (self._left[0].newest, self._left[0].first + BLOCK - 1) if self._left else None

    def next_blocks(self, most: int, bound: Key | None) -> list[Block]:
        """Return the next blocks, not more than some, and of those that may have something after a key."""
        if bound:
            most = min(most, sum(1 for block in self._left if block.newest >= bound[0]))
        else:
            most = min(most, next(self._groups, GROUPS[-1]), max(ENOUGH // (self._usual + 1), 1))
        found, self._left = self._left[:most], self._left[most:]
        return found

    def runs(self, some: Sequence[Block]) -> Iterator[Run]:
        """Go through what is in some blocks."""
        there = {number: found for number, found in self._in(some).items() if found}
        opened = [block for block in some if block.number in there]
        self._usual = sum(map(len, there.values())) // max(len(some), 1)
        dates = dates_in(opened)
        for block in opened:
            found, known = there[block.number], dates[block.number]
            last = min(self._before[0], self._span[1] - 1)
            if known.late:
                late = known.late_among(found, self._span[0], last)
                yield Listed(self._keys(block, late))
                found = {place for place in found if not known.late_at[place]}
            possible = known.places_between(self._span[0], last)
            end, place = possible.stop, self._before[1] - block.first
            if 0 < place < BLOCK and not known.late_at[place]:
                end = min(end, place)
            yield InOrder(block, known, [place for place in found if possible.start <= place < end])

    def _keys(self, block: Block, late: Iterator[tuple[int, int]]) -> Iterator[Key]:
        keys = ((at, block.first + place) for at, place in late)
        return (key for key in keys if key < self._before)

    def narrow(self, rooms: Collection[int]) -> None:
        """Look from now on for what is in some rooms, as far as the index knows."""
        self._rooms = [within(room) for room in rooms]

    def in_rooms(self, some: Collection[int]) -> Places:
        """Return the places in blocks of all that is in these rooms."""
        return places(dict.fromkeys(some, self._rooms or []))

    def _in(self, some: Sequence[Block]) -> Places:
        numbers = [block.number for block in some]
        found: dict[int, set[int]] = {}
        for mark in self._marks:
            if not mark.is_unwanted:
                marked = places_with(mark, numbers)
                found = {number: marked[number] & found.get(number, marked[number]) for number in numbers}
        found = self._listed([block for block in some if found.get(block.number, True)], found)
        for mark in self._marks:
            if mark.is_unwanted:
                marked = places_with(mark, list(found))
                found = {number: there - marked[number] for number, there in found.items()}
        return found

    def _listed(self, some: Sequence[Block], found: Places) -> Places:
        """Return which have one word of each list, and none of those that are not wanted."""
        kept = cache(lambda: words_in(some))
        lists = {block.number: self._lists(kept, block.number) for block in some}
        lists = {number: words for number, words in lists.items() if all(words)}
        there: dict[int, set[int] | None] = {number: found.get(number) for number in lists}
        count = max(map(len, lists.values()), default=0)
        for at in sorted(range(count), key=lambda at: self._sizes.get(at, 0)):
            sought = {number: lists[number][at] for number in there}
            if there and _is_quicker_to_read(there, sought):
                continue
            new = places(sought, among=there)
            self._sizes.setdefault(at, max(map(len, new.values()), default=0))
            there = {number: new[number] if among is None else among & new[number] for number, among in there.items()}
            there = {number: among for number, among in there.items() if among}
        found = {number: self._indexed(number, among) for number, among in there.items()}
        if self._excluded and found:
            unwanted = {number: self._words(self._excluded, kept, number) for number in found}
            gone = places(unwanted, among=found, only_own=True)
            found = {number: among - gone[number] for number, among in found.items()}
        return found

    def _lists(self, kept: Callable[[], dict[int, bytes]], number: int) -> list[Collection[str]]:
        """Return lists of words, one of each of which the messages have; the last ones are as many in each block."""
        lists: list[Collection[str]] = []
        for one in self._wanted:
            lists += one.words(lambda: kept()[number])
            if not all(lists):  # a part of no word here: no need to look for the other parts
                return [()]
        return lists if self._rooms is None else [*lists, self._rooms]

    @staticmethod
    def _words(some: Sequence[Says | Is], kept: Callable[[], dict[int, bytes]], number: int) -> list[str]:
        return [word for one in some for words in one.words(lambda: kept()[number]) for word in words]

    def _indexed(self, number: int, among: set[int] | None) -> set[int]:
        """Return those that are indexed: what is written of others is not complete."""
        count = min(self.indexed + 1 - (number << BLOCK_BITS), BLOCK)
        if among is None:
            return set(range(count))
        return among if count == BLOCK else {place for place in among if place < count}


def _is_quicker_to_read(there: Mapping[int, set[int] | None], sought: Mapping[int, Collection[str]]) -> bool:
    """Whether so few are left that their rows tell sooner than the index which of them have one of so many words."""
    count = sum(len(among) if among is not None else BLOCK for among in there.values())
    return ROW_COST * count < sum(map(len, sought.values()))
