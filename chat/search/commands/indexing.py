"""Brings the index up to date, some time after messages were sent or changed: sending does not wait for it.

What is not in the index so far, a search looks at itself, so that everything is found at once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chat.search.commands.changes import apply_changes, has_changes, note_indexed
from chat.search.commands.rows import Additions, add, add_words, additions, new_words
from chat.search.entries import entries
from chat.search.postings import BLOCK_BITS, indexed_up_to
from chat.search.settled import Settled
from chat.storage.database import database
from models import Message, Room

BATCH = 1_000
"""Messages that are indexed at a time, and as many wait for it at most."""

LARGE_BATCH = 5_000
"""The same, where very many wait, as in a place that had no search before."""

PAUSE = 0.02
"""Seconds between two of these, in which others write."""

WRITTEN = 500
"""Rows of the index that are written in one transaction."""

_settled = Settled()


async def index_messages(batch: int = BATCH) -> None:
    """Index the messages that wait, if there are so many, and what was changed; to be called again and again."""
    while (found := await database.read(_waiting, batch)) is not None:
        await _store(found)
        await asyncio.sleep(PAUSE)
    while await database.read(has_changes):
        await database.write(apply_changes)
        await asyncio.sleep(PAUSE)


@dataclass(frozen=True)
class Batch:
    """Messages after an id, up to another, as they are to be indexed."""

    start: int
    end: int
    additions: Additions
    words: dict[int, list[str]]


def _waiting(batch: int) -> Batch | None:
    """Return what is to be indexed next; None where too little waits."""
    start, settled = indexed_up_to(), _settled.look()
    if settled < start + batch:
        return None
    messages = list(_messages(start, settled, LARGE_BATCH if settled - start > 10 * LARGE_BATCH else BATCH))
    if len(messages) < batch:
        return None
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for id_, words in messages:
        for word in words:
            places[id_ >> BLOCK_BITS, word].append(id_ & 0xFFFF)
    return Batch(start, messages[-1][0], additions(places), new_words(places))


def _messages(start: int, end: int, count: int) -> Iterable[tuple[int, set[str]]]:
    columns = (Message.id, Message.body, Message.author, Message.room, Room.parent, Message.created_at)
    rows: Any = Message.select(*columns).join(Room).where(Message.id > start, Message.id <= end)
    for id_, body, author, room, parent, at in rows.order_by(Message.id).limit(count).tuples():
        yield id_, entries(body, author, parent or room, at)


async def _store(batch: Batch) -> None:
    """Write the index's rows, some at a time, and last up to where it is complete: until then nothing relies on it."""
    ordered = sorted(batch.additions.items())
    for at in range(0, len(ordered), WRITTEN):
        await database.write(add, ordered[at : at + WRITTEN])
    await database.write(_complete, batch)


def _complete(batch: Batch) -> None:
    if indexed_up_to() == batch.start:  # otherwise another process was faster
        add_words(batch.words)
        note_indexed(batch.end)
