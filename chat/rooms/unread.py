"""What somebody has not read yet, by room."""

from collections.abc import Collection
from typing import Any

import peewee

from chat.accounts.items import UserItem
from chat.rooms.access import is_viewer, membership, room_for
from chat.rooms.items import FirstUnread, UnreadItem, level_in
from chat.storage.prepared import Prepared
from models import Membership, Mention, Message, Room, is_room

MAX_COUNT = 99
"""Up to here unread messages are counted; more of them are shown as 99+."""


FEW = 3
"""Of so many rooms the counts are read one by one; of more of them all are, which costs less."""


def unread(actor: UserItem, room_ids: Collection[int] | None = None) -> list[UnreadItem]:
    """Return how much is unread in each of the actor's rooms, or in some of them, without archived and hidden ones."""
    if room_ids is not None and len(room_ids) <= FEW:
        rows = [row for room_id in room_ids for row in _unread_in.rows(actor.id, room_id)]
    else:
        rows = _unread.rows(actor.id)
    return [
        UnreadItem(
            id_, count, read, newest or 0, revision, level_in(kind, level), count if kind == "direct" else mentions
        )
        for id_, count, mentions, read, newest, revision, kind, level in rows
        if room_ids is None or id_ in room_ids
    ]


@Prepared
def _unread(user_id: Any) -> Any:
    return _counted(user_id).where(is_room())


@Prepared
def _unread_in(user_id: Any, room_id: Any) -> Any:
    return _counted(user_id).where(Membership.room == room_id)


def _counted(user_id: Any) -> Any:
    newest = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == Membership.room)
    counts = (_count(_theirs(user_id)), _count(_mentioning(user_id)))
    few = (peewee.Case(None, [(newest > Membership.read_id, count)], 0) for count in counts)  # most rooms have no news
    columns = (Membership.room, *few, Membership.read_id, newest, Room.revision, Room.kind, Membership.level)
    rows: Any = Membership.select(*columns).join(Room)
    mine = rows.where(Membership.user == user_id, Membership.left_at.is_null(), Membership.hidden_at.is_null())
    return mine.where(Room.archived_at.is_null(), is_viewer(user_id))


def _theirs(user_id: Any) -> Any:
    """Query of messages of others after the read mark of a membership."""
    after = (Message.room == Membership.room) & (Message.id > Membership.read_id)
    return Message.select(Message.id).where(after, Message.author != user_id, Message.deleted_at.is_null())


def _mentioning(user_id: Any) -> Any:
    """Query of those of them that mention this person, or everybody; each once: two ranges of an index."""
    return _mentions(user_id, Mention.user == user_id) | _mentions(user_id, Mention.user.is_null())


def _mentions(user_id: Any, is_meant: peewee.Expression) -> Any:
    message: Any = Message.alias("mentioning")
    after = (Mention.room == Membership.room) & is_meant & (Mention.message > Membership.read_id)
    theirs = Mention.select(Mention.message).join(message).where(after, message.author != user_id)
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
    ids = [id_ for (id_,) in _first_of.rows(room.id, mine.read_id, actor.id)]
    if not ids:
        return None
    [(newest,)] = _newest_of.rows(room.id)
    return FirstUnread(ids[0], len(ids), newest)


@Prepared
def _newest_of(room_id: Any) -> Any:
    return Message.select(peewee.fn.MAX(Message.id)).where(Message.room == room_id)


@Prepared
def _first_of(room_id: Any, read_id: Any, user_id: Any) -> Any:
    rows = Message.select(Message.id).where(Message.room == room_id, Message.id > read_id)
    theirs: Any = rows.where(Message.author != user_id, Message.deleted_at.is_null())
    return theirs.order_by(Message.id).limit(MAX_COUNT + 1)
