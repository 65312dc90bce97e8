"""Takes out of the index what messages do not say any more, and adds what they say instead."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from peewee import fn

from chat.search.conditions import LINK
from chat.search.entries import HAS_LINK, entries
from chat.search.folding import fold, words_of
from chat.search.postings import BLOCK_BITS, INDEXED, WORD_BITS, extended, indexed_up_to, key, pack, rows, unpack, write
from models import Message, Room, SearchChange, SearchPosting, SearchWords, Setting

BATCH = 100
"""Changes that are indexed at a time."""


def has_changes() -> bool:
    """Whether there is something to do for `apply_changes`."""
    indexed = indexed_up_to()
    return SearchChange.select().where(SearchChange.message_id <= indexed).exists() or indexed > newest_id()


def apply_changes() -> None:
    """Index some changes of messages that are indexed already."""
    waiting: Any = SearchChange.select(SearchChange.id, SearchChange.message_id, SearchChange.body)
    changes = list(
        waiting.where(SearchChange.message_id <= indexed_up_to()).order_by(SearchChange.id).limit(BATCH).tuples()
    )
    old: dict[int, set[str]] = defaultdict(set)
    for _, message_id, body in changes:
        old[message_id] |= words_of(fold(body)) | ({HAS_LINK} if LINK.search(body) else set())
    now = _entries_now(old)
    for id_, words in old.items():
        block, place = id_ >> BLOCK_BITS, id_ & 0xFFFF
        remove(block, place, words - now.get(id_, set()))
        add(block, place, now.get(id_, set()))
    SearchChange.delete().where(SearchChange.id.in_([id_ for id_, *_ in changes])).execute()
    if len(changes) < BATCH and (newest := newest_id()) < indexed_up_to():
        note_indexed(newest)  # SQLite gives the ids of messages that are gone once more


def note_indexed(message_id: int) -> None:
    """Note that all messages up to an id are indexed."""
    noted = Setting.insert(name=INDEXED, value=str(message_id))
    noted.on_conflict(conflict_target=[Setting.name], preserve=[Setting.value]).execute()


def newest_id() -> int:
    """Return the id of the newest message, or 0."""
    newest: int | None = Message.select(fn.MAX(Message.id)).scalar()
    return newest or 0


def _entries_now(ids: Iterable[int]) -> dict[int, set[str]]:
    columns = (Message.id, Message.body, Message.author, Message.room, Room.parent, Message.created_at)
    found: Any = Message.select(*columns).join(Room).where(Message.id.in_(list(ids)), Message.deleted_at.is_null())
    return {id_: entries(body, author, above or room, at) for id_, body, author, room, above, at in found.tuples()}


def remove(block: int, place: int, words: Iterable[str]) -> None:
    """Forget that a message has these words; a word that no other message of its block has is forgotten itself."""
    by_key = {key(block, word): word for word in words}
    gone = set()
    for id_, data in list(rows(by_key)):
        left = unpack(bytes(data)) - {place}
        if left:
            SearchPosting.update(offsets=pack(left)).where(SearchPosting.id == id_).execute()
        else:
            SearchPosting.delete().where(SearchPosting.id == id_).execute()
            gone.add(by_key[id_])
    if gone and (row := SearchWords.get_or_none(SearchWords.id == block + 1)):
        left_words = "\n".join(word for word in row.words.split("\n") if word not in gone)
        SearchWords.update(words=left_words).where(SearchWords.id == row.id).execute()


def add(block: int, place: int, words: Iterable[str]) -> None:
    """Note that a message has these words."""
    store((key(block, word), word, {place}) for word in words)


def store(entries_: Iterable[tuple[int, str, set[int]]]) -> None:
    """Add places to words, each with the number of its row."""
    added = list(entries_)
    known = {id_: bytes(data) for id_, data in rows([id_ for id_, *_ in added])}
    write([(id_, extended(known.get(id_, b""), places)) for id_, _, places in added])
    new_words: dict[int, list[str]] = defaultdict(list)
    for id_, word, _ in added:
        if id_ not in known and not word.startswith("="):
            new_words[id_ >> WORD_BITS].append(word)
    for block, words in new_words.items():
        _add_words(block, words)


def _add_words(block: int, words: list[str]) -> None:
    row = SearchWords.get_or_none(SearchWords.id == block + 1)
    if row:
        SearchWords.update(words="\n".join([row.words, *words])).where(SearchWords.id == row.id).execute()
    else:
        SearchWords.insert(id=block + 1, words="\n".join(words)).execute()
