"""Brings the index up to date, some time after messages were sent or changed: sending does not wait for it.

What is not in the index so far, a search looks at itself, so that everything is found at once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chat.search.commands.changes import apply_changes, has_changes, note_indexed
from chat.search.commands.rows import add, add_words, additions, new_words
from chat.search.entries import entries
from chat.search.postings import BLOCK_BITS, indexed_up_to
from chat.search.settled import Settled
from chat.storage.database import database
from models import Message, Room

BATCH = 1_000
"""So many messages wait before they are indexed."""

LARGE_BATCH = 16_000
"""As many are indexed at a time, where more wait, as in a place that had no search before.

Each row is then written a few times: PostgreSQL keeps the old ones until they are vacuumed, which takes a while."""

PAUSE = 0.02
"""Seconds between two of these, in which others write."""

FEW = 10
"""So many times as many ids are gone through, if few messages are left of them."""

WRITTEN = 500
"""Rows of the index that are written in one transaction."""

_settled = Settled()


async def index_messages(batch: int = BATCH) -> None:
    """Index the messages that wait, if there are so many, and what was changed; to be called again and again."""
    while (waiting := await database.read(_waiting, batch)) is not None:
        places = await asyncio.to_thread(_places, waiting.messages)  # not on a thread that reads, as others want to
        added, words = await database.read(additions, places), await database.read(new_words, places)
        ordered = sorted(added.items())
        for at in range(0, len(ordered), WRITTEN):
            await database.write(add, ordered[at : at + WRITTEN])
        await database.write(_complete, waiting, words)
        await asyncio.sleep(PAUSE)
    while await database.read(has_changes):
        await database.write(apply_changes)
        await asyncio.sleep(PAUSE)


@dataclass(frozen=True)
class Waiting:
    """Messages after an id, up to another, which are to be indexed: id, text, author, room, when."""

    start: int
    end: int
    messages: list[tuple[int, str, int, int, int]]


def _waiting(batch: int) -> Waiting | None:
    """Return what is to be indexed next; None where too little waits."""
    start, settled = indexed_up_to(), _settled.look()
    if settled < start + batch:
        return None
    columns = (Message.id, Message.body, Message.author, Message.room, Room.parent, Message.created_at)
    rows: Any = Message.select(*columns).join(Room).where(Message.id > start, Message.id <= settled)
    found = list(rows.order_by(Message.id).limit(LARGE_BATCH).tuples())
    if len(found) < batch and settled - start < FEW * batch:
        return None
    messages = [(id_, body, author, above or room, at) for id_, body, author, room, above, at in found]
    return Waiting(start, found[-1][0] if len(found) == LARGE_BATCH else settled, messages)


def _places(messages: Iterable[tuple[int, str, int, int, int]]) -> dict[tuple[int, str], list[int]]:
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for id_, body, author, home, at in messages:
        for word in entries(body, author, home, at):
            places[id_ >> BLOCK_BITS, word].append(id_ & 0xFFFF)
    return places


def _complete(waiting: Waiting, words: dict[int, list[str]]) -> None:
    """Note up to where the index is complete: until then nothing relies on it."""
    if indexed_up_to() == waiting.start:  # otherwise another process was faster
        add_words(words)
        note_indexed(waiting.end)
