"""Takes out of the index what messages do not say any more, and adds what they say instead."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn

from chat.search.commands.blocks import AlteredBlock, altered_block, new_words, replace_block
from chat.search.commands.noted import has_our_rules, note_indexed
from chat.search.commands.rows import Altered, additions, altered, replace
from chat.search.conditions import LINK
from chat.search.entries import HAS_LINK, entries
from chat.search.folding import fold, words_of
from chat.search.numbering import BLOCK_BITS, PLACE
from chat.search.postings import indexed_up_to
from chat.storage.database import database
from models import MAX_ID, Message, Room, SearchChange

BATCH = 100
"""Changes that are indexed at a time."""

MOST_TEXT = 100_000
"""After so many characters the others wait."""

WRITTEN, PAUSE = 100, 0.02
"""Rows that are written in one transaction, and seconds until the next."""


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


@dataclass(frozen=True)
class Plan:
    """What some changes make of the index: rows and blocks, before and after; all this may be written twice."""

    changes: list[int]
    rows: list[Altered]
    blocks: list[AlteredBlock]
    is_last: bool


async def apply_changes() -> bool:
    """Index some changes of messages that are indexed already: planned in a read, so that nobody waits to write.

    Returns whether all is as it was meanwhile; otherwise another process was faster, and it is planned anew.
    """
    plan = await database.read(_plan)
    for at in range(0, len(plan.rows), WRITTEN):
        if not await database.write(replace, plan.rows[at : at + WRITTEN]):
            return False
        await asyncio.sleep(PAUSE)
    return await database.write(_finish, plan)


def _plan() -> Plan:
    waiting: Any = SearchChange.select(SearchChange.id, SearchChange.message_id, SearchChange.body)
    known = waiting.where(SearchChange.message_id <= _known()).order_by(SearchChange.id)
    changes, old, size = [], defaultdict[int, set[str]](set), 0
    found = list(known.limit(BATCH).tuples())
    for change, message_id, body in found:
        if size > MOST_TEXT:
            break
        size += len(body)
        changes.append(change)
        old[message_id] |= words_of(fold(body)) | ({HAS_LINK} if LINK.search(body) else set())
    now, dated = _entries_now(old)
    gone = _places({id_: words - now.get(id_, set()) for id_, words in old.items()})
    added = _places(now)
    rows, unsaid = altered(gone, additions(added))
    said = new_words(added)
    blocks = [
        altered_block(block, said.get(block, ()), unsaid.get(block, ()), dated.get(block, ()))
        for block in sorted({*said, *unsaid, *dated})
    ]
    return Plan(changes, rows, [block for block in blocks if block], len(changes) == len(found) < BATCH)


def _places(words: dict[int, set[str]]) -> dict[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for id_, some in words.items():
        for word in some:
            found[id_ >> BLOCK_BITS, word].append(id_ & PLACE)
    return found


def _finish(plan: Plan) -> bool:
    if not all(map(replace_block, plan.blocks)):
        return False
    SearchChange.delete().where(SearchChange.id.in_(plan.changes)).execute()
    if plan.is_last and (newest := newest_id()) < indexed_up_to():
        note_indexed(newest)  # SQLite gives the ids of messages that are gone once more
    return True


def newest_id() -> int:
    """Return the id of the newest message, or 0."""
    newest: int | None = Message.select(fn.MAX(Message.id)).scalar()
    return newest or 0


def _entries_now(ids: Iterable[int]) -> tuple[dict[int, set[str]], dict[int, list[tuple[int, int]]]]:
    """Return the words of messages as they are, and by blocks their places and when they were written."""
    columns = (Message.id, Message.body, Message.author, Message.room, Room.parent, Message.created_at)
    found: Any = Message.select(*columns).join(Room).where(Message.id.in_(list(ids)), Message.deleted_at.is_null())
    words, dated = {}, defaultdict[int, list[tuple[int, int]]](list)
    for id_, body, author, room, above, at in found.order_by(Message.id).tuples():
        words[id_] = entries(body, author, above or room)
        dated[id_ >> BLOCK_BITS].append((id_ & PLACE, at))
    return words, dated
