"""Where the index has which words: blocks of ids, and in each the messages that have a word.

A block are 65,536 ids, so that a message's place in it takes two bytes. Within a block the index has a row for each
word, under a number made of both: then the rows that are read and written together stand together.
"""

import sys
from array import array
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from typing import Any

import peewee

from chat.storage.settings import setting
from models import SearchChange, SearchWords, db

BLOCK_BITS, WORD_BITS = 16, 47
BLOCK = 1 << BLOCK_BITS

ON_SQLITE = "SELECT id, offsets FROM searchposting WHERE id IN (SELECT value FROM json_each(?))"
ON_POSTGRES = "SELECT id, offsets FROM searchposting WHERE id = ANY(%s)"

WRITING = """INSERT INTO searchposting (id, offsets) VALUES ({0}, {0})
ON CONFLICT (id) DO UPDATE SET offsets = excluded.offsets"""

INDEXED = "search_indexed"
"""The setting that says up to which id all messages are indexed."""


def key(block: int, word: str) -> int:
    """Return the number of a word's row in a block; two words have the same one in a block once in 10⁸ times."""
    digest = blake2b(word.encode(), digest_size=8).digest()
    return (block << WORD_BITS) | (int.from_bytes(digest, "big") >> (64 - WORD_BITS))


def pack(offsets: Iterable[int]) -> bytes:
    """Return places in a block as they are stored."""
    return _in_order(array("H", sorted(offsets))).tobytes()


def unpack(data: bytes) -> set[int]:
    """Return the places in a block that are stored, in one row or several."""
    return set(_in_order(array("H", data)))


def extended(data: bytes, places: Collection[int]) -> bytes:
    """Return stored places with some more, which mostly come after all others."""
    if data and min(places) <= int.from_bytes(data[-2:], "little"):
        return pack(unpack(data) | set(places))
    return data + pack(places)


def _in_order(places: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        places.byteswap()
    return places


def rows(keys: Collection[int]) -> list[tuple[int, bytes]]:
    """Return the rows with these numbers, as far as there are any."""
    is_sqlite = isinstance(db.obj, peewee.SqliteDatabase)  # which takes a list as JSON, PostgreSQL as an array
    given = f"[{','.join(map(str, keys))}]" if is_sqlite else list(keys)
    return list(db.execute_sql(ON_SQLITE if is_sqlite else ON_POSTGRES, (given,)).fetchall())


def write(written: Sequence[tuple[int, bytes]]) -> None:
    """Store rows, new ones or others in place of those with their numbers; peewee would take as long as all else."""
    mark = "?" if isinstance(db.obj, peewee.SqliteDatabase) else "%s"
    db.cursor().executemany(WRITING.format(mark), written)


def places(keys: Collection[int]) -> set[int]:
    """Return the places in a block of the messages that have one of these words."""
    return unpack(b"".join([bytes(data) for _, data in rows(keys)])) if keys else set()


def words_in(block: int) -> str:
    """Return all words of a block, each between line ends."""
    row = SearchWords.get_or_none(SearchWords.id == block + 1)
    return f"\n{row.words}\n" if row else "\n"


def indexed_up_to() -> int:
    """Return the id up to which all messages are indexed, but for those that were changed."""
    return int(setting(INDEXED) or 0)


def changed_ids() -> set[int]:
    """Return the ids of messages that were changed, and which the index does not yet have as they are."""
    rows: Any = SearchChange.select(SearchChange.message_id).distinct()
    return {message_id for (message_id,) in rows.tuples()}
