"""Writes the index's rows: which messages have which words, and takes out what they do not have any more."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from chat.search.postings import (
    BLOCK_BITS,
    OFTEN,
    OWN,
    extended,
    own_row,
    packed,
    rows,
    shared_row,
    stored,
    unpacked,
    words_in,
    write,
)
from models import SearchPosting, SearchWords

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


def new_words(words: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Return the words that their blocks do not have so far; those that no text has are kept nowhere."""
    listed = list(words)
    known = {block: set(words_in(block).split("\n")) for block in {block for block, _ in listed}}
    found: dict[int, list[str]] = defaultdict(list)
    for block, word in listed:
        if not word.startswith("=") and word not in known[block]:
            found[block].append(word)
    return found


def add_words(words: Mapping[int, Collection[str]]) -> None:
    """Add new words to those of their blocks."""
    for block, new in words.items():
        row = SearchWords.get_or_none(SearchWords.id == block + 1)
        text = "\n".join([row.words, *new] if row and row.words else new)
        written = SearchWords.insert(id=block + 1, words=text)
        written.on_conflict(conflict_target=[SearchWords.id], preserve=[SearchWords.words]).execute()


def remove(message_id: int, words: Iterable[str]) -> None:
    """Forget that a message has these words; a word that no other message of its block has is forgotten itself."""
    block, place = message_id >> BLOCK_BITS, message_id & 0xFFFF
    for word in words:
        shared, entry = shared_row(block, word)
        left = 0
        for row, data in rows([own_row(block, word), shared]):
            gone = place if row & OWN else entry | place
            kept = [number for number in unpacked(row, data) if number != gone]
            _put(row, kept)
            left += len(kept) if row & OWN else sum(1 for number in kept if number & ~0xFFFF == entry)
        if not left:
            _forget_word(block, word)


def _put(row: int, numbers: Collection[int]) -> None:
    if numbers:
        write([(row, packed(row, numbers))])
    else:
        SearchPosting.delete().where(SearchPosting.id == row).execute()


def _forget_word(block: int, word: str) -> None:
    words = words_in(block)
    if f"\n{word}\n" in words:
        kept = words.replace(f"\n{word}\n", "\n").strip("\n")
        SearchWords.update(words=kept).where(SearchWords.id == block + 1).execute()
