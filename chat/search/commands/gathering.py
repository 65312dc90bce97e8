"""Gathers the words of one block of the index, so that each of its rows is written once however many messages wait.

A row that is written again leaves the old one to be vacuumed on PostgreSQL: several times as much as the index has.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from chat.search.commands.rows import additions
from chat.search.entries import entries
from chat.search.numbering import BLOCK, BLOCK_BITS, PLACE
from chat.storage.database import database
from models import Message, Room

READ = 1_000
"""Messages that are read at a time, as others want to read as well."""

MOST_WORDS, MOST_PLACES = 250_000, 4_000_000
"""What is held in memory, some 80 MB: a block with more is written in parts."""

AT_ONCE = 5_000
"""Words whose rows are looked up at a time."""


@dataclass(frozen=True)
class Read:
    """Messages of one block up to an id, without any that are left out: id, text, author, room, when."""

    messages: list[tuple[int, str, int, int, int]]
    end: int
    has_more: bool


def read_messages(start: int, settled: int) -> Read:
    """Return the next messages after an id, up to another, as far as they are in one block."""
    columns = (Message.id, Message.body, Message.author, Message.room, Room.parent, Message.created_at)
    rows: Any = Message.select(*columns).join(Room).where(Message.id > start, Message.id <= settled)
    found = [
        (id_, body, author, above or room, at)
        for id_, body, author, room, above, at in rows.order_by(Message.id).limit(READ).tuples()
    ]
    last = found[0][0] | (BLOCK - 1) if found else settled
    messages = [message for message in found if message[0] <= last]
    is_cut = len(messages) == READ and messages[-1][0] < min(last, settled)
    return Read(messages, messages[-1][0] if is_cut else min(last, settled), is_cut)


class Gathered:
    """The words of messages of a block, each with its places; `end` is the id up to which nothing is missing.

    `dated` are the places of all messages of the block, in order, and when they were written.
    """

    def __init__(self, start: int) -> None:
        """Begin after an id."""
        self.start = self.end = start
        self.block = self._count = 0
        self.dated: list[tuple[int, int]] = []
        self._places: dict[str, array[int]] = {}

    def add(self, read: Read) -> bool:
        """Add messages; returns whether there are more of this block, and room for them."""
        for id_, body, author, home, at in read.messages:
            if len(self._places) >= MOST_WORDS or self._count >= MOST_PLACES:
                return False
            words = entries(body, author, home)
            self.dated.append((id_ & PLACE, at))
            for word in words:
                self._places.setdefault(word, array("H")).append(id_ & PLACE)
            self.block, self._count, self.end = id_ >> BLOCK_BITS, self._count + len(words), id_
        self.end = read.end
        return read.has_more

    @property
    def words(self) -> Iterable[tuple[int, str]]:
        """All words, each with the block."""
        return ((self.block, word) for word in self._places)

    async def rows(self) -> Mapping[int, "array[int]"]:
        """Return what is to be added to which row of the index."""
        added: dict[int, array[int]] = {}
        left = iter(self._places.items())
        while some := {(self.block, word): there for word, there in islice(left, AT_ONCE)}:
            for row, numbers in (await database.read(additions, some)).items():
                added.setdefault(row, array("I")).extend(numbers)
        return added
