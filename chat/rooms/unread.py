"""What somebody has not read yet, by room."""

from collections.abc import Collection
from typing import Any

import peewee

from chat.accounts.items import UserItem
from chat.rooms.access import is_viewer
from chat.rooms.items import UnreadItem, level_in
from models import Membership, Message, Room

MAX_COUNT = 99
"""Up to here unread messages are counted; more of them are shown as 99+."""


def unread(actor: UserItem, room_ids: Collection[int] | None = None) -> list[UnreadItem]:
    """Return how much is unread in each of the actor's rooms, or in some of them, without archived and hidden ones."""
    after = (Message.room == Membership.room) & (Message.id > Membership.read_id)
    theirs = Message.select(peewee.Value(1)).where(after, Message.author != actor.id, Message.deleted_at.is_null())
    few = theirs.limit(MAX_COUNT + 1).alias("few")
    count = peewee.Select([few], [peewee.fn.COUNT(peewee.SQL("*"))])
    newest = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == Membership.room)
    columns = (Membership.room, count, Membership.read_id, newest, Room.revision, Room.kind, Membership.level)
    rows: Any = Membership.select(*columns).join(Room)
    mine = rows.where(Membership.user == actor.id, Membership.left_at.is_null(), Membership.hidden_at.is_null())
    shown = mine.where(Room.archived_at.is_null(), is_viewer(actor))
    if room_ids is not None:
        shown = shown.where(Membership.room.in_(list(room_ids)))
    return [
        UnreadItem(id_, count, read, newest or 0, revision, level_in(kind, level))
        for id_, count, read, newest, revision, kind, level in shown.tuples()
    ]
