"""Compares the index with the messages: all of their dates, and the words of some of each block."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chat.search.blocks import Block, blocks, dates_in
from chat.search.commands.indexing import index_messages
from chat.search.commands.noted import empty_index, has_our_rules
from chat.search.entries import entries
from chat.search.numbering import BLOCK, BLOCK_BITS, PLACE
from chat.search.postings import indexed_up_to, places
from chat.storage.database import database
from models import Message, Room, SearchChange

SAMPLE = 20
"""Messages of each block whose words are looked up."""

NAMED = 10
"""How many wrong ones are told."""


@dataclass(frozen=True, slots=True)
class IndexFindings:
    """How many messages were looked at, those that the index has not as they are, and whether it was built anew."""

    total: int
    wrong: list[int]
    is_repaired: bool

    @property
    def is_in_order(self) -> bool:
        """Whether nothing is left to do."""
        return not self.wrong or self.is_repaired

    @property
    def lines(self) -> list[str]:
        """What to tell whoever has asked."""
        some = ", ".join(map(str, self.wrong[:NAMED])) + (" …" if len(self.wrong) > NAMED else "")
        wrong = f": {len(self.wrong):,} not in the search as they are (message {some})" if self.wrong else ""
        return [f"checked {self.total:,} messages{wrong}{'; its index was built anew' if self.is_repaired else ''}"]


def check_index(*, repairs: bool) -> IndexFindings:
    """Look for messages that the index does not have as they are; blocks. With `repairs`, it is built anew then."""
    total, wrong = 0, list[int]()
    last = database.read_now(indexed_up_to) >> BLOCK_BITS
    for number in range(last + 1):
        count, some = database.read_now(_check_block, number)
        total += count
        wrong += some
    if wrong and repairs:
        database.write_now(empty_index)
        asyncio.run(index_messages(1))
    return IndexFindings(total, wrong, bool(wrong) and repairs)


def _check_block(number: int) -> tuple[int, list[int]]:
    """Return how many messages of a block are indexed, and which of them are not so, as far as that is looked at."""
    if not has_our_rules():  # it is built anew at the next start
        return 0, []
    found = dict(_dated(number << BLOCK_BITS))
    block = next((block for block in blocks() if block.number == number), None)
    if block is None:
        return len(found), [(number << BLOCK_BITS) + place for place in found]
    wrong = {*_misdated(block, found), *_missaid(block, sorted(found)[:: max(len(found) // SAMPLE, 1)])}
    return len(found), [block.first + place for place in sorted(wrong)]


def _dated(first: int) -> Iterator[tuple[int, int]]:
    """Go through the places and dates of the messages of a block that the index is to have as they are."""
    is_there = Message.id.between(first, min(first + BLOCK - 1, indexed_up_to())) & Message.deleted_at.is_null()
    changed = SearchChange.select(SearchChange.message_id)
    rows: Any = Message.select(Message.id, Message.created_at).where(is_there, Message.id.not_in(changed))
    return ((id_ & PLACE, at) for id_, at in rows.order_by(Message.id).tuples())


def _misdated(block: Block, found: Mapping[int, int]) -> Iterator[int]:
    """Go through the places of messages that would not be found where their dates are."""
    dates, newest = dates_in([block])[block.number], 0
    for place, at in found.items():
        late = dates.late_at[place]
        possible = dates.places_between(at, at)
        if not block.oldest <= at <= block.newest or (late != at if late else place not in possible or at < newest):
            yield place
        if not late:
            newest = max(newest, at)


def _missaid(block: Block, some: list[int]) -> Iterator[int]:
    """Go through the places of messages of which the index misses words, or has words that others of them say."""
    rows: Any = Message.select(Message.id, Message.body, Message.author, Message.room, Room.parent).join(Room)
    said = {
        id_ & PLACE: entries(body, author, above or room)
        for id_, body, author, room, above in rows.where(
            Message.id.in_([block.first + place for place in some])
        ).tuples()
    }
    for word in {word for words in said.values() for word in words}:
        there = places({block.number: [word]})[block.number]
        yield from (place for place, words in said.items() if (word in words) != (place in there))
