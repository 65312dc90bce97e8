"""Writes what the index knows of its blocks: their words, and when their messages were written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from chat.search.blocks import new_version
from chat.search.dates import Dates
from models import SearchWords

Dated = Sequence[tuple[int, int]]
"""Places in a block, and when their messages were written, in order of the places."""


@dataclass(frozen=True)
class AlteredBlock:
    """What is known of a block, `version` of it, and what is to be known."""

    number: int
    version: int | None
    words: str
    dates: Dates
    times: tuple[int, ...]
    """From when messages are that were changed."""


def new_words(words: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Return the words that their blocks do not have so far; those that no text has are kept nowhere."""
    listed = [(block, word) for block, word in words if not word.startswith("=")]
    known = {block: set(_known(block)[1].split("\n")) for block in {block for block, _ in listed}}
    found: dict[int, list[str]] = defaultdict(list)
    for block, word in listed:
        if word not in known[block]:
            found[block].append(word)
    return found


def add_block(block: int, start: int, words: Collection[str], dated: Dated) -> None:
    """Add new words, and messages after a place, to those of a block."""
    _, text, dates = _known(block)
    _write(block, "\n".join([*filter(None, [text]), *words]), dates.extended(start, dated), [at for _, at in dated])


def altered_block(block: int, said: Collection[str], unsaid: Collection[str], dated: Dated) -> AlteredBlock | None:
    """Return a block with other words, without those that nobody says any more; None if it stays as it is."""
    version, text, dates = _known(block)
    words = "\n".join([*(word for word in text.split("\n") if word and word not in unsaid), *said])
    new = dates.corrected(dated)
    if (words, new) == (text, dates):
        return None
    return AlteredBlock(block, version, words, new, tuple(at for _, at in dated))


def replace_block(altered: AlteredBlock) -> bool:
    """Write what is to be known of a block, unless it is not as it was; returns whether it is written."""
    row: Any = SearchWords.select(SearchWords.version).where(SearchWords.id == altered.number + 1)
    if row.scalar() != altered.version:
        return False
    if altered.version is not None or altered.words:
        _write(altered.number, altered.words, altered.dates, altered.times)
    return True


def _known(block: int) -> tuple[int | None, str, Dates]:
    row = SearchWords.get_or_none(SearchWords.id == block + 1)
    return (row.version, row.words, Dates.unpacked(bytes(row.dates))) if row else (None, "", Dates.unpacked(b""))


def _write(block: int, words: str, dates: Dates, times: Collection[int]) -> None:
    """Write a block as it is now, of which messages are from some times; PostgreSQL and SQLite keep the extremes."""
    columns: Any = SearchWords
    known = columns.select(columns.oldest, columns.newest).where(columns.id == block + 1).tuples()
    both = [at for row in known for at in row] + list(times)
    values = {"words": words, "dates": dates.packed(), "version": new_version()}
    written = columns.insert(id=block + 1, oldest=min(both, default=0), newest=max(both, default=0), **values)
    kept = [getattr(columns, name) for name in (*values, "oldest", "newest")]
    written.on_conflict(conflict_target=[columns.id], preserve=kept).execute()
