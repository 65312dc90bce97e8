"""What somebody has not read yet, by room."""

from collections.abc import Collection
from typing import Any

import peewee

from chat.accounts.items import UserItem
from chat.rooms.access import is_viewer, membership, room_for
from chat.rooms.items import FirstUnread, UnreadItem, level_in
from models import Membership, Mention, Message, Room

MAX_COUNT = 99
"""Up to here unread messages are counted; more of them are shown as 99+."""


def unread(actor: UserItem, room_ids: Collection[int] | None = None) -> list[UnreadItem]:
    """Return how much is unread in each of the actor's rooms, or in some of them, without archived and hidden ones."""
    newest = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == Membership.room)
    counts = (_count(_theirs(actor)), _count(_mentioning(actor)))
    columns = (Membership.room, *counts, Membership.read_id, newest, Room.revision, Room.kind, Membership.level)
    rows: Any = Membership.select(*columns).join(Room)
    mine = rows.where(Membership.user == actor.id, Membership.left_at.is_null(), Membership.hidden_at.is_null())
    shown = mine.where(Room.archived_at.is_null(), is_viewer(actor))
    if room_ids is not None:
        shown = shown.where(Membership.room.in_(list(room_ids)))
    return [
        UnreadItem(
            id_, count, read, newest or 0, revision, level_in(kind, level), count if kind == "direct" else mentions
        )
        for id_, count, mentions, read, newest, revision, kind, level in shown.tuples()
    ]


def _theirs(actor: UserItem) -> Any:
    """Query of messages of others after the read mark of a membership."""
    after = (Message.room == Membership.room) & (Message.id > Membership.read_id)
    return Message.select(Message.id).where(after, Message.author != actor.id, Message.deleted_at.is_null())


def _mentioning(actor: UserItem) -> Any:
    """Query of those of them that mention the actor, or everybody; each once: two ranges of an index."""
    return _mentions(actor, Mention.user == actor.id) | _mentions(actor, Mention.user.is_null())


def _mentions(actor: UserItem, is_meant: peewee.Expression) -> Any:
    message: Any = Message.alias("mentioning")
    after = (Mention.room == Membership.room) & is_meant & (Mention.message > Membership.read_id)
    theirs = Mention.select(Mention.message).join(message).where(after, message.author != actor.id)
    few = theirs.limit(MAX_COUNT + 1).alias("few")
    return peewee.Select([few], [few.c.message_id])


def _count(messages: Any) -> Any:
    """Query of how many there are, up to one more than `MAX_COUNT`."""
    return peewee.Select([messages.limit(MAX_COUNT + 1).alias("few")], [peewee.fn.COUNT(peewee.SQL("*"))])


def first_unread(actor: UserItem, room_id: int) -> FirstUnread | None:
    """Return where in a room the actor's unread messages begin; None if all is read, or they are not in it.

    Raises `NotFound`.
    """
    room = room_for(actor, room_id)
    mine = membership(room, actor.id)
    if mine is None:
        return None
    rows = Message.select(Message.id).where(Message.room == room, Message.id > mine.read_id)
    theirs: Any = rows.where(Message.author != actor.id, Message.deleted_at.is_null())
    ids = [id_ for (id_,) in theirs.order_by(Message.id).limit(MAX_COUNT + 1).tuples()]
    if not ids:
        return None
    newest = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == room).scalar()
    return FirstUnread(ids[0], len(ids), newest)
