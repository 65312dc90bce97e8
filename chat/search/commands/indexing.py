"""Brings the index up to date, some time after messages were sent or changed: sending does not wait for it.

What is not in the index so far, a search looks at itself, so that everything is found at once.
"""

import asyncio

from chat.search.commands.blocks import add_block, new_words
from chat.search.commands.changes import apply_changes, has_changes, has_waiting_changes
from chat.search.commands.gathering import Gathered, Read, read_messages
from chat.search.commands.noted import has_our_rules, note_indexed
from chat.search.commands.rows import add
from chat.search.numbering import BLOCK_BITS
from chat.search.postings import indexed_up_to
from chat.search.settled import Settled
from chat.storage.database import database

BATCH = 1_000
"""So many messages wait before they are indexed; where very many wait, as many as a block has are at a time."""

PAUSE = 0.02
"""Seconds between two reads or writes, in which others do theirs."""

FEW = 10
"""So many times as many ids are gone through, if few messages are left of them."""

WRITTEN = 500
"""Rows of the index that are written in one transaction."""

_settled = Settled()


async def index_messages(batch: int = BATCH) -> None:
    """Index the messages that wait, if there are so many, and what was changed; to be called again and again.

    If one of them was changed, all are indexed: what it said before is kept until then, and must not be for long.
    """
    batch = 1 if await database.read(has_waiting_changes) else batch
    while (waiting := await database.read(_waiting, batch)) is not None:
        await _index(*waiting)
        await asyncio.sleep(PAUSE)
    while await database.read(has_changes):
        if not await apply_changes():
            return
        await asyncio.sleep(PAUSE)


async def _index(start: int, settled: int, read: Read) -> None:
    """Index messages of one block; whoever is interrupted begins with them once more."""
    gathered = Gathered(start)
    while await asyncio.to_thread(gathered.add, read):  # not on a thread that reads, as others want to
        await asyncio.sleep(PAUSE)
        read = await database.read(read_messages, gathered.end, settled)
    words = await database.read(new_words, gathered.words)
    ordered = sorted((await gathered.rows()).items())
    for at in range(0, len(ordered), WRITTEN):
        await database.write(add, ordered[at : at + WRITTEN])
        await asyncio.sleep(PAUSE if at else 0)
    await database.write(_complete, gathered, words)


def _waiting(batch: int) -> tuple[int, int, Read] | None:
    """Return after and up to which ids messages wait, and the first of them; None where too few do."""
    start, settled = indexed_up_to(), _settled.look()
    if settled < start + batch or not has_our_rules():
        return None
    read = read_messages(start, settled)
    if read.end == settled and len(read.messages) < batch and settled - start < FEW * batch:
        return None
    return start, settled, read


def _complete(gathered: Gathered, words: dict[int, list[str]]) -> None:
    """Note up to where the index is complete: until then nothing relies on it."""
    if indexed_up_to() == gathered.start and has_our_rules():  # otherwise another process was faster
        if gathered.dated:
            start = gathered.start - (gathered.block << BLOCK_BITS)
            add_block(gathered.block, start, words.get(gathered.block, []), gathered.dated)
        note_indexed(gathered.end)
