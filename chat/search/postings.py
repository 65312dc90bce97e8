"""Where the index has which words: blocks of ids, and in each the messages that have a word.

An often said word has a row of its own in each
block. All others share a thousand rows, in which each place stands with two bytes of its word's digest: a row for each
would take several times as much. Rows of a block, which are read and written together, stand together.
"""

import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import peewee

from chat.search.numbering import BLOCK, BLOCK_BITS, PLACE
from chat.storage.settings import setting
from models import db

ROW_BITS = 47
OWN = 1 << 46
"""Is in the numbers of rows that one word has for itself."""

SHARED = 1024
"""Rows of a block that are shared."""

OFTEN = 16
"""A word that so many of the messages indexed at a time have gets a row of its own."""

ON_SQLITE = "SELECT {} FROM searchposting WHERE id IN (SELECT value FROM json_each(?))"
ON_POSTGRES = "SELECT {} FROM searchposting WHERE id = ANY(%s)"
WRITING = """INSERT INTO searchposting (id, offsets) VALUES ({0}, {0})
ON CONFLICT (id) DO UPDATE SET offsets = excluded.offsets"""

INDEXED = "search_indexed"
"""The setting that says up to which id all messages are indexed."""


@lru_cache(maxsize=20_000)
def _digest(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")


def own_row(block: int, word: str) -> int:
    """Return the number of the row that an often said word has for itself in a block."""
    return (block << ROW_BITS) | OWN | (_digest(word) >> 18)


def shared_row(block: int, word: str) -> tuple[int, int]:
    """Return the number of the row that a word shares with others in a block, and what its entries begin with."""
    digest = _digest(word)
    return (block << ROW_BITS) | (digest % SHARED), ((digest // SHARED) & 0xFFFF) << BLOCK_BITS


def unpacked(row: int, data: bytes) -> "array[int]":
    """Return the places, or entries, that a row has, in order."""
    numbers = array("H" if row & OWN else "I", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def packed(row: int, numbers: Iterable[int]) -> bytes:
    """Return the places, or entries, of a row as they are stored."""
    return unpacked(row, array("H" if row & OWN else "I", sorted(set(numbers))).tobytes()).tobytes()


def extended(row: int, data: bytes, numbers: Collection[int]) -> bytes:
    """Return what a row has with more; in one of a word's own that mostly comes after all else."""
    if data and row & OWN and min(numbers) > int.from_bytes(data[-2:], "little"):
        return data + packed(row, numbers)
    return packed(row, (*unpacked(row, data), *numbers))


def rows(numbers: Collection[int]) -> list[tuple[int, bytes]]:
    """Return the rows with these numbers, as far as there are any."""
    return [(row, bytes(data)) for row, data in _select("id, offsets", numbers)]


def stored(numbers: Collection[int]) -> set[int]:
    """Return which of these rows there are."""
    return {row for (row,) in _select("id", numbers)}


def _select(columns: str, numbers: Collection[int]) -> list[tuple[Any, ...]]:
    is_sqlite = isinstance(db.obj, peewee.SqliteDatabase)  # which takes a list as JSON, PostgreSQL as an array
    given = f"[{','.join(map(str, numbers))}]" if is_sqlite else list(numbers)
    found: Any = db.execute_sql((ON_SQLITE if is_sqlite else ON_POSTGRES).format(columns), (given,)).fetchall()
    return list(found)


def write(written: Sequence[tuple[int, bytes]]) -> None:
    """Store rows, new ones or others in place of those with their numbers; peewee would take as long as all else."""
    mark = "?" if isinstance(db.obj, peewee.SqliteDatabase) else "%s"
    db.cursor().executemany(WRITING.format(mark), written)


def places(
    sought: Mapping[int, Collection[str]], *, among: Mapping[int, set[int] | None] | None = None, only_own: bool = False
) -> dict[int, set[int]]:
    """Return the places in blocks of messages that have one of some words, by blocks; all are read at once.

    A few may have another word with the same two bytes, but not among those that are in rows of a word's own.

    Args:
        sought: the words, by blocks
        among: no other places than these are needed
        only_own: look only at rows of a word's own
    """
    wanted: dict[int, list[int]] = defaultdict(list)
    for block, words in sought.items():
        for word in words:
            wanted[own_row(block, word)] = []
            if not only_own:
                row, entry = shared_row(block, word)
                wanted[row].append(entry)
    found: dict[int, set[int]] = {block: set() for block in sought}
    for row, data in rows(wanted) if wanted else ():
        numbers, block = unpacked(row, data), row >> ROW_BITS
        some = among[block] if among is not None else None
        if not row & OWN:
            found[block] |= set(_with(numbers, wanted[row]))
        elif some is not None and 16 * len(some) < len(numbers):
            found[block] |= {place for place in some if has(numbers, place)}
        else:
            found[block] |= set(numbers)
    return found


def has(numbers: "array[int]", number: int) -> bool:
    """Whether a number is among others, which are in order."""
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def _with(entries: "array[int]", sought: Iterable[int]) -> Iterator[int]:
    for entry in sought:
        there = entries[bisect_left(entries, entry) : bisect_left(entries, entry + BLOCK)]
        yield from (one & PLACE for one in there)


def indexed_up_to() -> int:
    """Return the id up to which all messages are indexed, but for those that were changed."""
    return int(setting(INDEXED) or 0)
