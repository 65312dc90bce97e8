"""Reads of messages in a room that the actor may see: pages, changes since a revision."""

from collections.abc import Sequence
from typing import Any

from chat.accounts.items import UserItem
from chat.messages.items import MessageChanges, MessageItem, MessagePage, PinnedMessage
from chat.messages.loading import load_items, select_messages
from chat.messages.quotes import load_quotes
from chat.messages.rows import message_row, select_rows
from chat.rooms import room_for, visible_to
from chat.storage.pagination import Listing, nearest_page
from chat.storage.prepared import Prepared
from models import MAX_ID, Message, Pin, Room, SavedMessage

PAGE_SIZE = 50

MAX_CHANGES = 500
"""Maximum number of changes to send one by one; for more, a fresh page is smaller."""


def newest_messages(actor: UserItem, room_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the last page of a room."""
    return messages_before(actor, room_id, MAX_ID, limit)


def messages_before(actor: UserItem, room_id: int, message_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the page of this room, and of no other, that comes before a message."""
    return page_before(room_for(actor, room_id), message_id, limit)


def messages_after(actor: UserItem, room_id: int, message_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the page of this room that comes after a message."""
    room = room_for(actor, room_id)
    rows = [message_row(row) for row in _newer.rows(room.id, message_id, limit + 1)]
    return MessagePage(load_items(rows[:limit]), room.revision, more=len(rows) > limit)


def messages_around(actor: UserItem, room_id: int, message_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the page of this room with a message in its middle, or with its place if it is gone; `more` are newer."""
    older = messages_before(actor, room_id, message_id, limit // 2)
    newer = messages_after(actor, room_id, message_id - 1, limit - len(older.messages))
    return MessagePage((*older.messages, *newer.messages), min(older.revision, newer.revision), newer.more)


def changes_since(actor: UserItem, room_id: int, revision: int) -> MessageChanges | None:
    """Read all that changed in a room after a revision, or None where a fresh page is cheaper."""
    return changes_in(room_for(actor, room_id), revision)


def saved_messages(actor: UserItem, page: int = 1) -> Listing[MessageItem]:
    """Read a page of what the actor has saved for later, last saved first; a page past the end is the last one.

    Deleted messages are left out, and those in rooms that the actor cannot see any more.
    """
    rows = select_messages().switch(Message).join(Room).switch(Message).join(SavedMessage)
    mine = rows.where(SavedMessage.user == actor.id, visible_to(actor), Message.deleted_at.is_null())

    def load(start: int, count: int) -> tuple[MessageItem, ...]:
        return load_items(list(mine.order_by(SavedMessage.id.desc()).offset(start).limit(count)))

    return nearest_page(page, mine.count(), load)


def reminders(actor: UserItem) -> dict[int, int]:
    """Read when the actor is to be reminded of what they have saved, by message."""
    rows: Any = SavedMessage.select(SavedMessage.message, SavedMessage.remind_at).join(Message).join(Room)
    mine = (SavedMessage.user == actor.id) & SavedMessage.remind_at.is_null(False) & visible_to(actor)
    return dict(rows.where(mine).tuples())


def pinned_messages(actor: UserItem, room_id: int) -> tuple[PinnedMessage, ...]:
    """Read what is pinned to a room, the newest pin first; of a thread, what is pinned to its room."""
    room = room_for(actor, room_id)
    rows = select_messages().switch(Message).join(Pin).switch(Message).join(Room)
    rows = rows.select_extend(Room.id, Room.root_id).where(Pin.room == (room.parent_id or room.id))
    found = list(rows.order_by(Pin.id.desc()))
    items = zip(load_items(found), found, strict=True)
    return tuple(PinnedMessage(item, item.pin, row.room.root_id) for item, row in items if item.pin)


def found_messages(actor: UserItem, ids: Sequence[int]) -> tuple[MessageItem, ...]:
    """Read these messages, in no order, without deleted ones and those that the actor may not see."""
    if not ids:
        return ()
    found = select_rows().switch(Message).join(Room).where(Message.id.in_(ids), visible_to(actor))
    return load_items([message_row(row) for row in found.where(Message.deleted_at.is_null()).tuples()])


def first_lines(actor: UserItem, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Read the author's name and the first line of those of these messages that the actor may see, by id."""
    visible: Any = Message.select(Message.id).join(Room).where(Message.id.in_(list(ids)), visible_to(actor))
    quotes = load_quotes(row.id for row in visible) if ids else {}
    return {id_: (quote.said_as or quote.author.name, quote.text) for id_, quote in quotes.items() if quote.author}


def page_before(room: Room, message_id: int, limit: int) -> MessagePage:
    """Do as `messages_before` in a room that was already found."""
    rows = [message_row(row) for row in _older.rows(room.id, message_id, limit + 1)]
    return MessagePage(load_items(rows[:limit][::-1]), room.revision, more=len(rows) > limit)


def changes_in(room: Room, revision: int) -> MessageChanges | None:
    """Do as `changes_since` in a room that was already found."""
    is_known = room.purged_revision <= revision <= room.revision
    if not is_known or room.revision - revision > MAX_CHANGES:
        return None
    rows = [message_row(row) for row in _changed.rows(room.id, revision)]
    items = sorted(load_items(rows), key=lambda item: item.id)
    alive = [item for item in items if not item.is_gone]
    return MessageChanges(
        created=[item for item in alive if item.created_revision > revision],
        edited=[item for item in alive if item.created_revision <= revision],
        deleted=[item for item in items if item.is_gone],
        revision=room.revision,
    )


def _is_shown() -> Any:
    """Query condition: the message is there, or it was deleted and there are replies to it."""
    return Message.deleted_at.is_null() | Message.thread_id.is_null(False)


@Prepared
def _older(room_id: Any, message_id: Any, limit: Any) -> Any:
    older = select_rows().where(Message.room == room_id, Message.id < message_id, _is_shown())
    return older.order_by(Message.id.desc()).limit(limit)


@Prepared
def _newer(room_id: Any, message_id: Any, limit: Any) -> Any:
    newer = select_rows().where(Message.room == room_id, Message.id > message_id, _is_shown())
    return newer.order_by(Message.id).limit(limit)


@Prepared
def _changed(room_id: Any, revision: Any) -> Any:
    # Sorted by the index's order: to sort by id, SQLite would read the whole room once ANALYZE has run.
    return select_rows().where(Message.room == room_id, Message.revision > revision).order_by(Message.revision)
