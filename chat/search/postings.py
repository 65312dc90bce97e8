"""Where the index has which words: blocks of ids, and in each the messages that have a word.

A block are 65,536 ids, so that a message's place in it takes two bytes. An often said word has a row of its own in each
block. All others share a thousand rows, in which each place stands with two bytes of its word's digest: a row for each
would take several times as much. Rows of a block, which are read and written together, stand together.
"""

import sys
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import peewee
from peewee import fn

from chat.storage.prepared import Prepared
from chat.storage.settings import setting
from models import Message, SearchChange, SearchWords, db

BLOCK_BITS, ROW_BITS = 16, 47
BLOCK = 1 << BLOCK_BITS
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


def places(block: int, words: Collection[str], *, only_own: bool = False) -> set[int]:
    """Return the places in a block of messages that have one of these words.

    A few may have another word with the same two bytes, but not among those that are in rows of a word's own.
    """
    sought: dict[int, list[int]] = defaultdict(list)
    for word in words:
        sought[own_row(block, word)] = []
        if not only_own:
            row, entry = shared_row(block, word)
            sought[row].append(entry)
    found: set[int] = set()
    for row, data in rows(sought) if sought else ():
        numbers = unpacked(row, data)
        found |= set(numbers if row & OWN else _with(numbers, sought[row]))
    return found


def _with(entries: "array[int]", sought: Iterable[int]) -> Iterator[int]:
    for entry in sought:
        there = entries[bisect_left(entries, entry) : bisect_left(entries, entry + BLOCK)]
        yield from (one & 0xFFFF for one in there)


def words_in(block: int) -> str:
    """Return all words of a block, each between line ends."""
    row = SearchWords.get_or_none(SearchWords.id == block + 1)
    return f"\n{row.words}\n" if row else "\n"


def indexed_up_to() -> int:
    """Return the id up to which all messages are indexed, but for those that were changed."""
    return int(setting(INDEXED) or 0)


def changed_ids(first: int, last: int) -> list[int]:
    """Return which messages, of those with some ids, were changed, and the index does not yet have as they are."""
    return [id_ for (id_,) in _changed.rows(first, last)]


@Prepared
def _changed(first: Any, last: Any) -> Any:
    there: Any = Message.select(Message.id).where(Message.id == SearchChange.message_id, Message.deleted_at.is_null())
    is_between = (SearchChange.message_id >= first) & (SearchChange.message_id <= last)
    return SearchChange.select(SearchChange.message_id).where(is_between, fn.EXISTS(there)).distinct()
