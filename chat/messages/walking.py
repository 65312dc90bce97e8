"""Goes through all messages of a room, however many, with a few of them in memory; for exports."""

from collections.abc import Iterator, Mapping
from typing import Any

from peewee import SQL, fn

from chat.messages.items import MessageItem
from chat.messages.loading import load_items
from chat.messages.rows import MessageRow, message_row, select_rows
from models import MAX_ID, Message, Room

BATCH = 500
"""How many messages are read at once."""


def walk(room_id: int, begins: int | None = None, ends: int | None = None) -> Iterator[tuple[MessageItem, int | None]]:
    """Go through a room's messages by id, each followed by the replies in its thread.

    Each comes with the message that it replies to in a thread, if it does. A thread is whole: it comes if the message
    above it or any of its replies is from the time.

    Args:
        room_id: a room that is no thread
        begins: the time from which on messages are wanted
        ends: the time before which they are
    """
    newest = 0
    shown = Message.deleted_at.is_null() | Message.thread_id.is_null(False)
    there = (Message.room == room_id, shown, *_is_from(begins, ends))
    while rows := _read(select_rows().where(*there, Message.id > newest).order_by(Message.id)):
        yield from _with_replies(load_items(rows))
        newest = rows[-1].id


def walk_own(room_id: int, author_id: int) -> Iterator[tuple[MessageItem, int | None]]:
    """Go through what somebody has written in a room and its threads, by id, as `walk` does, without deleted ones."""
    threads: Any = Room.select(Room.id, Room.root_id).where(Room.parent == room_id)
    roots = dict(threads.tuples())
    rooms = Room.select(Room.id).where((Room.id == room_id) | (Room.parent == room_id))
    mine = (Message.author == author_id) & Message.deleted_at.is_null() & Message.room.in_(rooms)
    newest = 0
    while rows := _read(select_rows().where(mine, Message.id > newest).order_by(Message.id)):
        yield from ((item, roots.get(item.room_id)) for item in load_items(rows))
        newest = rows[-1].id


def _with_replies(items: tuple[MessageItem, ...]) -> Iterator[tuple[MessageItem, int | None]]:
    roots = {item.thread.id: item.id for item in items if item.thread}
    replies = _replies(roots)
    next_reply = next(replies, None)
    for item in items:
        yield item, None
        while next_reply and roots[next_reply.room_id] == item.id:
            yield next_reply, item.id
            next_reply = next(replies, None)


def _replies(roots: Mapping[int, int]) -> Iterator[MessageItem]:
    """Go through all replies in some threads, in the order of the messages that they reply to."""
    newest = (0, 0)
    while roots:
        root, id_ = newest
        is_newer = (Room.root_id > root) | ((Room.root_id == root) & (Message.id > id_))
        there = Message.room.in_(list(roots)) & Message.deleted_at.is_null() & is_newer
        replies = select_rows().join_from(Message, Room).where(there)
        if not (rows := _read(replies.order_by(Room.root_id, Message.id))):
            return
        yield from load_items(rows)
        newest = (roots[rows[-1].room_id], rows[-1].id)


def _read(messages: Any) -> list[MessageRow]:
    return [message_row(row) for row in messages.limit(BATCH).tuples()]


def _is_from(begins: int | None, ends: int | None) -> list[Any]:
    """Query conditions: the message is from this time, or any reply in its thread is."""
    if begins is None and ends is None:
        return []
    reply: Any = Message.alias("reply")
    replies = reply.select(SQL("1")).where(reply.room == Message.thread_id, _is_between(reply.created_at, begins, ends))
    return [_is_between(Message.created_at, begins, ends) | fn.EXISTS(replies)]


def _is_between(time: Any, begins: int | None, ends: int | None) -> Any:
    return (time >= (begins or 0)) & (time < (MAX_ID if ends is None else ends))
