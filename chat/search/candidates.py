"""The messages that the index has for what is searched for, newest first: they may be it, and no others can."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from chat.search.conditions import Has, Is, Says
from chat.search.entries import within
from chat.search.postings import BLOCK, BLOCK_BITS, changed_ids, indexed_up_to, places, words_in


class Candidates:
    """Goes through the ids of messages that may be what is searched for."""

    def __init__(self, conditions: Sequence[Says | Is | Has]) -> None:
        listed = [one for one in conditions if not isinstance(one, Has)]
        wanted = [one for one in listed if not one.is_unwanted]
        self._wanted = sorted(wanted, key=lambda one: -len(one.text.folded) if isinstance(one, Says) else 0)
        self._excluded = [one for one in listed if one.is_unwanted and one.excludes]
        self._marks = [one for one in conditions if isinstance(one, Has)]
        self.indexed = indexed_up_to()

    def before(self, end: int) -> Iterator[tuple[int, list[int]]]:
        """Go through the ids before one by blocks, newest first: the beginning of each, and those in it."""
        for block in range((end - 1) >> BLOCK_BITS, -1, -1):
            first = block << BLOCK_BITS
            found = self._places(block, min(end - first, BLOCK))
            for mark in self._marks:
                ids = {id_ - first for id_ in mark.ids_between(first, first + BLOCK - 1)}
                found = found - ids if mark.is_unwanted else found & ids
            yield first, [first + place for place in sorted(found, reverse=True) if first + place < end]

    def in_rooms(self, first: int, ids: Iterable[int], rooms: Collection[int]) -> Iterator[int]:
        """Go through those of a block's ids that are in some rooms, as far as the index knows."""
        there = places(first >> BLOCK_BITS, [within(room) for room in rooms])
        changed = set(changed_ids(first, first + BLOCK - 1))
        return (id_ for id_ in ids if id_ - first in there or id_ > self.indexed or id_ in changed)

    def _places(self, block: int, count: int) -> set[int]:
        """Return places in a block, with all that the index does not have, or does not have as it is."""
        first = block << BLOCK_BITS
        found = self._indexed(block, count) if first <= self.indexed else set()
        found |= {id_ - first for id_ in changed_ids(first, first + count - 1)}
        return found | set(range(max(self.indexed + 1 - first, 0), count))

    def _indexed(self, block: int, count: int) -> set[int]:
        vocabulary = cache(lambda: words_in(block))
        lists = []
        for one in self._wanted:
            lists += one.words(vocabulary)
            if not all(lists):  # a part of no word here: no need to look for the other parts
                return set()
        found: set[int] | None = None
        for words in sorted(lists, key=len):
            there = places(block, words)
            found = there if found is None else found & there
            if not found:
                return set()
        found = set(range(count)) if found is None else found
        for one in self._excluded:
            unwanted = [word for words in one.words(vocabulary) for word in words]
            found -= places(block, unwanted, only_own=True)
        return found
