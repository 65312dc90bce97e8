"""Writes the index's rows: which messages have which words, and takes out what they do not have any more."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from chat.search.numbering import PLACE
from chat.search.postings import (
    OFTEN,
    extended,
    own_row,
    rows,
    shared_row,
    stored,
    unpacked,
    write,
)
from models import SearchPosting

Altered = tuple[int, bytes, bytes]
"""The number of a row, what it has, and what it is to have."""

Additions = dict[int, list[int]]
"""What is to be added to which row."""

Places = Mapping[tuple[int, str], Collection[int]]
"""Of which words of which blocks which places are to be added."""


def additions(places: Places) -> Additions:
    """Return what is to be added to which rows: to its own for a word that has one, or is said often enough."""
    known = stored({own_row(block, word) for block, word in places})
    added: Additions = defaultdict(list)
    for (block, word), there in places.items():
        row = own_row(block, word)
        if row in known or len(there) >= OFTEN:
            added[row] += there
        else:
            row, entry = shared_row(block, word)
            added[row] += [entry | place for place in there]
    return added


def add(added: Iterable[tuple[int, Collection[int]]]) -> None:
    """Add to rows; once more changes nothing."""
    new = dict(added)
    known = dict(rows(new))
    written = ((row, extended(row, known.get(row, b""), numbers)) for row, numbers in new.items())
    write([(row, data) for row, data in written if data != known.get(row)])


def altered(gone: Places, added: Additions) -> tuple[list[Altered], dict[int, set[str]]]:
    """Return rows without some places and with others, and by blocks the words that nobody says then."""
    taken: dict[int, list[int]] = defaultdict(list)
    for (block, word), there in gone.items():
        shared, entry = shared_row(block, word)
        taken[own_row(block, word)] += there
        taken[shared] += [entry | place for place in there]
    known = dict(rows(taken.keys() | added.keys()))
    after = {row: _altered(unpacked(row, data), taken.get(row, ()), added.get(row, ())) for row, data in known.items()}
    after |= {row: _altered(unpacked(row, b""), (), added[row]) for row in added.keys() - known.keys()}
    unsaid: dict[int, set[str]] = defaultdict(set)
    for block, word in gone:
        shared, entry = shared_row(block, word)
        if not after.get(own_row(block, word)) and not _has(after.get(shared), entry):
            unsaid[block].add(word)
    stored_ = ((row, known.get(row, b""), unpacked(row, there.tobytes()).tobytes()) for row, there in after.items())
    return sorted(one for one in stored_ if one[1] != one[2]), unsaid


def _altered(numbers: "array[int]", gone: Iterable[int], added: Iterable[int]) -> "array[int]":
    for number in gone:
        at = bisect_left(numbers, number)
        if at < len(numbers) and numbers[at] == number:
            del numbers[at]
    for number in added:
        at = bisect_left(numbers, number)
        if at == len(numbers) or numbers[at] != number:
            numbers.insert(at, number)
    return numbers


def _has(numbers: "array[int] | None", entry: int) -> bool:
    at = bisect_left(numbers, entry) if numbers else 0
    return bool(numbers) and at < len(numbers or ()) and (numbers or ())[at] & ~PLACE == entry


def replace(some: Collection[Altered]) -> bool:
    """Write altered rows, unless one of them is not as it was; returns whether they are written."""
    known = dict(rows([row for row, _, _ in some]))
    if any(known.get(row, b"") != old for row, old, _ in some):
        return False
    write([(row, new) for row, _, new in some if new])
    SearchPosting.delete().where(SearchPosting.id.in_([row for row, _, new in some if not new])).execute()
    return True
