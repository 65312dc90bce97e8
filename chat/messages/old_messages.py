"""Finds what is too old to be kept: a look at all messages in the order of their ids, some at a time.

Ids say nothing of times: what was brought in from elsewhere is older than what was here before.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import peewee

from chat.messages.retention import DAY_MS, cutoffs, keeps_history
from models import Message, MessageVersion, Room, now_ms

AT_ONCE = 2_000
"""How many messages one look takes in."""

PURGED_AFTER_MS = 7 * DAY_MS
"""So long the row of a deleted message stays, for browsers that were away: later ones read their room anew."""

ByRoom = dict[int, list[int]]
"""Ids of messages, by the room or thread that they are in."""


@dataclass(frozen=True, slots=True)
class OldMessages:
    """What one look has found: messages to delete, rows of deleted ones to remove, and where the next look begins.

    `after` is None at the end of all messages.
    """

    expired: ByRoom = field(default_factory=lambda: defaultdict(list))
    purgeable: ByRoom = field(default_factory=lambda: defaultdict(list))
    after: int | None = None


def find_old(after: int) -> OldMessages:
    """Look at the messages after an id."""
    now = now_ms()
    limits = cutoffs(now)
    if not limits:
        return OldMessages()
    columns = (Message.id, Message.room, peewee.fn.COALESCE(Room.parent, Message.room), Message.created_at)
    query: Any = Message.select(*columns, Message.deleted_at, Message.thread_id).join(Room)
    rows = list(query.where(Message.id > after).order_by(Message.id).limit(AT_ONCE).tuples())
    found = OldMessages(after=rows[-1][0] if len(rows) == AT_ONCE else None)
    for id_, room_id, home_id, created_at, deleted_at, thread_id in rows:
        if created_at >= limits.of(home_id):
            continue
        if deleted_at is None:
            found.expired[room_id].append(id_)
        elif deleted_at < now - PURGED_AFTER_MS and thread_id is None:
            found.purgeable[room_id].append(id_)
    return found


def find_unwanted_versions() -> ByRoom:
    """Find messages of which former texts are kept, where that is not wanted; no more than one look takes in."""
    if keeps_history():
        return {}
    ids = MessageVersion.select(MessageVersion.message).distinct().limit(AT_ONCE)
    found: ByRoom = defaultdict(list)
    for row in Message.select(Message.id, Message.room).where(Message.id.in_(ids)).order_by(Message.id):
        found[row.room_id].append(row.id)
    return found
