"""The messages that the index does not have, or not as they are: a search looks at them itself."""

from typing import Any

from chat.search.conditions import Has, Span
from chat.search.marks import places_with
from chat.search.numbering import BLOCK_BITS, PLACE
from chat.search.runs import Key
from chat.storage.prepared import Prepared
from models import Message, SearchChange

MOST = 5_000
"""So many of them are looked at in one search; there are more only while an index is built."""


def waiting(indexed: int, marks: list[Has], span: Span, before: Key) -> tuple[list[Key], tuple[Key, Key] | None]:
    """Return the newest of them, newest first; if these are not all, the first that is not there, and the last."""
    start, end = span
    rows = _waiting.rows(indexed, start, end, *before, indexed, start, end, *before) if start < end else []
    rest = (rows[MOST][:2], rows[MOST - 1][:2]) if len(rows) > MOST else None
    keys = [(at, id_) for at, id_ in rows[:MOST]]
    for mark in marks:
        there = places_with(mark, {id_ >> BLOCK_BITS for _, id_ in keys})
        keys = [(at, id_) for at, id_ in keys if (id_ & PLACE in there[id_ >> BLOCK_BITS]) != mark.is_unwanted]
    return keys, rest


@Prepared
def _waiting(
    indexed: Any, start: Any, end: Any, at: Any, id_: Any, known: Any, since: Any, until: Any, time: Any, number: Any
) -> Any:
    new = _messages(start, end, at, id_).where(Message.id > indexed)
    changed = SearchChange.select(SearchChange.message_id).where(SearchChange.message_id <= known)
    both = new | _messages(since, until, time, number).where(Message.id.in_(changed))
    return both.order_by(both.c.created_at.desc(), both.c.id.desc()).limit(MOST + 1)


def _messages(start: Any, end: Any, at: Any, id_: Any) -> Any:
    is_before = (Message.created_at < at) | ((Message.created_at == at) & (Message.id < id_))
    is_within = (Message.created_at >= start) & (Message.created_at < end)
    return Message.select(Message.created_at, Message.id).where(Message.deleted_at.is_null(), is_within, is_before)
