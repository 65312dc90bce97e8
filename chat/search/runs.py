"""Candidates in the order of their dates, as far as these are known before their rows are read."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice

from chat.search.blocks import Block
from chat.search.dates import Dates
from chat.search.numbering import BLOCK_BITS, PLACE

Key = tuple[int, int]
"""When a message was written, and its id: the order of search results."""


class Run:
    """Candidates; `bound` is the key after which there is none of them, None without any."""

    bound: Key | None = None

    def take(self, count: int) -> list[int]:
        """Return the ids of the newest of them, which are gone then."""
        raise NotImplementedError

    def learn(self, at: int) -> None:
        """Note when a message that was taken was written."""

    def keep(self, places: Mapping[int, set[int]]) -> None:
        """Drop all that are not at some places, by blocks."""
        raise NotImplementedError


class Listed(Run):
    """Candidates whose dates are known."""

    def __init__(self, keys: Iterable[Key]) -> None:
        """Take keys in their order, newest first, as they are needed."""
        self._keys = iter(keys)
        self.bound = next(self._keys, None)

    def take(self, count: int) -> list[int]:
        """Return the ids of the newest of them."""
        taken = [self.bound[1]] if self.bound else []
        taken += [id_ for _, id_ in islice(self._keys, count - 1)]
        self.bound = next(self._keys, None)
        return taken

    def keep(self, places: Mapping[int, set[int]]) -> None:
        """Drop all that are not at some places."""
        keys = self._keys if self.bound is None else chain([self.bound], self._keys)
        self._keys = (key for key in keys if key[1] & PLACE in places.get(key[1] >> BLOCK_BITS, ()))
        self.bound = next(self._keys, None)


class InOrder(Run):
    """Candidates of a block whose dates are in the order of their ids, but known only by steps."""

    def __init__(self, block: Block, dates: Dates, places: Sequence[int]) -> None:
        """Take places in any order."""
        self._block, self._dates, self._places = block, dates, sorted(places)
        self._limit = block.newest

    @property
    def bound(self) -> Key | None:  # type: ignore[override]
        """The newest that the next one can be."""
        if not self._places:
            return None
        place = self._places[-1]
        return min(self._dates.before_end_of(place), self._limit), self._block.first + place

    def take(self, count: int) -> list[int]:
        """Return the ids of the newest of them."""
        taken, self._places = self._places[-count:], self._places[:-count]
        return [self._block.first + place for place in reversed(taken)]

    def learn(self, at: int) -> None:
        """Note that none of the rest is newer."""
        self._limit = min(self._limit, at)

    def keep(self, places: Mapping[int, set[int]]) -> None:
        """Drop all that are not at some places."""
        kept = places.get(self._block.number, set())
        self._places = [place for place in self._places if place in kept]
