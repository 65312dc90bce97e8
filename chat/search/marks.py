"""Which messages have what other tables know of them, among those with ids from one to another."""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from chat.search.conditions import Has
from chat.search.numbering import BLOCK_BITS, PLACE
from models import Blob, File, Mention, Pin, Reaction, SavedMessage


def ids_with_reactions(first: int, last: int) -> set[int]:
    """Return those that somebody has reacted to."""
    return _ids(Reaction.select(Reaction.message).where(Reaction.message.between(first, last)))


def ids_with_mentions(person_id: int, first: int, last: int) -> set[int]:
    """Return those that mean somebody, or everybody in their room."""
    means = (Mention.user == person_id) | Mention.user.is_null()
    return _ids(Mention.select(Mention.message).where(Mention.message.between(first, last), means))


def ids_with_files(first: int, last: int) -> set[int]:
    """Return those with files."""
    return _ids(File.select(File.message).where(File.message.between(first, last)))


def ids_with_images(first: int, last: int) -> set[int]:
    """Return those with pictures."""
    rows = File.select(File.message).join(Blob)
    return _ids(rows.where(File.message.between(first, last), Blob.type.startswith("image/")))


def saved_ids(person_id: int, first: int, last: int) -> set[int]:
    """Return those that somebody has saved for later."""
    mine = SavedMessage.user == person_id
    return _ids(SavedMessage.select(SavedMessage.message).where(mine, SavedMessage.message.between(first, last)))


def pinned_ids(first: int, last: int) -> set[int]:
    """Return those that are pinned to their rooms."""
    return _ids(Pin.select(Pin.message).where(Pin.message.between(first, last)))


def places_with(mark: Has, blocks: Collection[int]) -> dict[int, set[int]]:
    """Return the places in blocks of those that a mark is on; blocks beside each other are read together."""
    found: dict[int, set[int]] = {block: set() for block in blocks}
    for first, last in _stretches(sorted(found)):
        for id_ in mark.ids_between(first << BLOCK_BITS, ((last + 1) << BLOCK_BITS) - 1):
            found[id_ >> BLOCK_BITS].add(id_ & PLACE)
    return found


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    for _, some in groupby(enumerate(numbers), lambda one: one[1] - one[0]):
        stretch = [number for _, number in some]
        yield stretch[0], stretch[-1]


def _ids(rows: Any) -> set[int]:
    return {id_ for (id_,) in rows.tuples()}
