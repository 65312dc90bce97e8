"""Reads of messages in a room that the actor may see: pages, changes since a revision."""

from collections.abc import Collection

import peewee

from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.messages.items import MessageChanges, MessageItem, MessagePage, ReactionItem
from chat.rooms import room_for
from models import MAX_ID, Message, Reaction, Room, User

PAGE_SIZE = 50

MAX_CHANGES = 500

"""How many changes are worth sending one by one; past that a fresh page is smaller."""


def newest_messages(actor: UserItem, room_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the last page of a room."""
    return messages_before(actor, room_id, MAX_ID, limit)


def messages_before(actor: UserItem, room_id: int, message_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the page of this room, and of no other, that comes before a message."""
    return page_before(room_for(actor, room_id), message_id, limit)


def messages_after(actor: UserItem, room_id: int, message_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the page of this room that comes after a message."""
    room = room_for(actor, room_id)
    newer = _messages().where(Message.room == room, Message.id > message_id, Message.deleted_at.is_null())
    rows = list(newer.order_by(Message.id).limit(limit + 1))
    return MessagePage(_message_items(rows[:limit]), room.revision, more=len(rows) > limit)


def changes_since(actor: UserItem, room_id: int, revision: int) -> MessageChanges | None:
    """Read all that changed in a room after a revision, or None where a fresh page is cheaper."""
    return changes_in(room_for(actor, room_id), revision)


def page_before(room: Room, message_id: int, limit: int) -> MessagePage:
    """Do as `messages_before` in a room that was already found."""
    older = _messages().where(Message.room == room, Message.id < message_id, Message.deleted_at.is_null())
    rows = list(older.order_by(Message.id.desc()).limit(limit + 1))
    return MessagePage(_message_items(rows[:limit][::-1]), room.revision, more=len(rows) > limit)


def changes_in(room: Room, revision: int) -> MessageChanges | None:
    """Do as `changes_since` in a room that was already found."""
    if not 0 <= room.revision - revision <= MAX_CHANGES:
        return None
    # In the order of the index: asked for the order of ids, SQLite reads the whole room once ANALYZE has run.
    rows = _messages().where(Message.room == room, Message.revision > revision).order_by(Message.revision)
    items = sorted(_message_items(list(rows)), key=lambda item: item.id)
    alive = [item for item in items if not item.deleted_at]
    return MessageChanges(
        created=[item for item in alive if item.created_revision > revision],
        edited=[item for item in alive if item.created_revision <= revision],
        deleted=[item for item in items if item.deleted_at],
        revision=room.revision,
    )


def _message_items(rows: Collection[Message]) -> tuple[MessageItem, ...]:
    """Take snapshots of messages' rows as `_messages` reads them, with what people have put on them."""
    reactions = reactions_to([row.id for row in rows if row.has_reactions])
    return tuple(message_item(row, reactions.get(row.id, ())) for row in rows)


def message_item(row: Message, reactions: tuple[ReactionItem, ...]) -> MessageItem:
    """Take a snapshot of a message's row whose author is loaded."""
    return MessageItem(
        id=row.id,
        room_id=row.room_id,
        author=user_item(row.author),
        body=row.body,
        client_id=row.client_id,
        created_at=row.created_at,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
        revision=row.revision,
        created_revision=row.created_revision,
        reactions=reactions,
    )


def _messages() -> "peewee.ModelSelect[Message]":
    # Few pages have any: a look into the index is less work than a second query.
    reactions = Reaction.select(peewee.SQL("1")).where(Reaction.message == Message.id)
    return Message.select(Message, User, peewee.fn.EXISTS(reactions).alias("has_reactions")).join(User)


def reactions_to(message_ids: Collection[int]) -> dict[int, tuple[ReactionItem, ...]]:
    """Find what has been put on each of these messages, in the order in which each emoji came first."""
    if not message_ids:
        return {}
    found: dict[int, dict[str, list[UserItem]]] = {}
    rows = Reaction.select(Reaction, User).join(User).where(Reaction.message.in_(list(message_ids)))
    for row in sorted(rows, key=lambda row: row.id):  # few, and the index has them in another order
        found.setdefault(row.message_id, {}).setdefault(row.emoji, []).append(user_item(row.user))
    return {
        message_id: tuple(ReactionItem(emoji, tuple(users)) for emoji, users in kinds.items())
        for message_id, kinds in found.items()
    }
