"""Takes out of the index what messages do not say any more, and adds what they say instead."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from peewee import fn

from chat.search.commands.noted import has_our_rules, note_indexed
from chat.search.commands.rows import add, add_words, additions, new_words, remove
from chat.search.conditions import LINK
from chat.search.entries import HAS_LINK, entries
from chat.search.folding import fold, words_of
from chat.search.postings import BLOCK_BITS, indexed_up_to
from models import MAX_ID, Message, Room, SearchChange

BATCH = 100
"""Changes that are indexed at a time."""


def has_changes() -> bool:
    """Whether there is something to do for `apply_changes`."""
    if not has_our_rules():
        return False
    return SearchChange.select().where(SearchChange.message_id <= _known()).exists() or indexed_up_to() > newest_id()


def has_waiting_changes() -> bool:
    """Whether messages were changed that are not indexed so far."""
    return SearchChange.select().where(SearchChange.message_id > indexed_up_to()).exists()


def _known() -> int:
    """Return up to which id the index has all there is: nothing has more than it, if no message waits."""
    indexed = indexed_up_to()
    return indexed if indexed < newest_id() else MAX_ID


def apply_changes() -> None:
    """Index some changes of messages that are indexed already."""
    waiting: Any = SearchChange.select(SearchChange.id, SearchChange.message_id, SearchChange.body)
    known = waiting.where(SearchChange.message_id <= _known()).order_by(SearchChange.id)
    changes = list(known.limit(BATCH).tuples())
    old: dict[int, set[str]] = defaultdict(set)
    for _, message_id, body in changes:
        old[message_id] |= words_of(fold(body)) | ({HAS_LINK} if LINK.search(body) else set())
    now = _entries_now(old)
    for id_, words in old.items():
        remove(id_, words - now.get(id_, set()))
    for id_, words in now.items():
        places = {(id_ >> BLOCK_BITS, word): [id_ & 0xFFFF] for word in words}
        add_words(new_words(places))
        add(additions(places).items())
    SearchChange.delete().where(SearchChange.id.in_([id_ for id_, *_ in changes])).execute()
    if len(changes) < BATCH and (newest := newest_id()) < indexed_up_to():
        note_indexed(newest)  # SQLite gives the ids of messages that are gone once more


def newest_id() -> int:
    """Return the id of the newest message, or 0."""
    newest: int | None = Message.select(fn.MAX(Message.id)).scalar()
    return newest or 0


def _entries_now(ids: Iterable[int]) -> dict[int, set[str]]:
    columns = (Message.id, Message.body, Message.author, Message.room, Room.parent, Message.created_at)
    found: Any = Message.select(*columns).join(Room).where(Message.id.in_(list(ids)), Message.deleted_at.is_null())
    return {id_: entries(body, author, above or room, at) for id_, body, author, room, above, at in found.tuples()}
