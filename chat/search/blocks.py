"""What the index knows of its blocks: which there are, their words and dates. They are kept in memory."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from secrets import randbits
from threading import Lock
from typing import Any, Generic, TypeVar

from chat.search.dates import Dates
from chat.search.numbering import BLOCK_BITS
from chat.storage.prepared import Prepared
from models import SearchWords

MOST_KEPT = 32_000_000
"""Bytes that a process keeps of words, which are those of some 30 blocks: reading them takes longer than all else."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the index: when its oldest and newest messages were written; what it has under one version stays."""

    number: int
    version: int
    oldest: int
    newest: int

    @property
    def first(self) -> int:
        """The first id in it."""
        return self.number << BLOCK_BITS


def blocks() -> list[Block]:
    """Return all blocks of the index."""
    return [Block(id_ - 1, *rest) for id_, *rest in _blocks.rows()]


def new_version() -> int:
    """Return a number that no other version of a block has, in whatever database."""
    return randbits(62)


class _Kept(Generic[T]):
    """Keeps what was read, by versions, as long as there is space."""

    def __init__(self, name: str, make: Callable[[Any], T], size: Callable[[T], int]) -> None:
        self._name, self._make, self._size = name, make, size
        self._kept: OrderedDict[int, T] = OrderedDict()
        self._total, self._lock = 0, Lock()

    def of(self, some: Iterable[Block]) -> dict[int, T]:
        """Return what is kept of these blocks, by their numbers, and read the rest."""
        wanted = {block.version: block.number for block in some}
        with self._lock:
            found = {version: self._kept[version] for version in wanted if version in self._kept}
            for version in found:
                self._kept.move_to_end(version)
        missing = [number + 1 for version, number in wanted.items() if version not in found]
        if missing:
            column = getattr(SearchWords, self._name)
            rows: Any = SearchWords.select(SearchWords.version, column).where(SearchWords.id.in_(missing))
            read = {version: self._make(value) for version, value in rows.tuples()}
            self._keep(read)
            found |= read
        return {number: found[version] for version, number in wanted.items() if version in found}

    def _keep(self, read: dict[int, T]) -> None:
        with self._lock:
            for version, value in read.items():
                self._total += 0 if version in self._kept else self._size(value)
                self._kept[version] = value
            while self._total > MOST_KEPT:
                self._total -= self._size(self._kept.popitem(last=False)[1])


_words = _Kept("words", lambda words: f"\n{words}\n".encode(), len)
_dates = _Kept("dates", lambda data: Dates.unpacked(bytes(data)), lambda dates: dates.size)


def words_in(some: Iterable[Block]) -> dict[int, bytes]:
    """Return the words of blocks, each between line ends, by the blocks' numbers."""
    return _words.of(some)


def dates_in(some: Iterable[Block]) -> dict[int, Dates]:
    """Return the dates of blocks, by their numbers."""
    return _dates.of(some)


@Prepared
def _blocks() -> Any:
    return SearchWords.select(SearchWords.id, SearchWords.version, SearchWords.oldest, SearchWords.newest)
