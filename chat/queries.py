"""Reads. Plain functions over peewee that return items; run them by `await database.read(query, …)`."""

from collections.abc import Collection

import peewee

from chat.errors import NotFound
from chat.items import MessageChanges, MessageItem, MessagePage, RoomItem, UserItem
from models import MAX_ID, Message, Room, Session, Setting, User, now_ms

PAGE_SIZE = 50
MAX_CHANGES = 500
"""How many changes are worth sending one by one; past that a fresh page is smaller."""


def rooms() -> list[RoomItem]:
    """List all rooms, by name."""
    return [room_item(row) for row in Room.select().order_by(peewee.fn.LOWER(Room.name), Room.id)]


def room(room_id: int) -> RoomItem:
    """Find a room, or raise `NotFound`."""
    return room_item(_room_row(room_id))


def room_revisions(room_ids: Collection[int]) -> dict[int, int]:
    """Tell how many changes each of these rooms has seen."""
    rows = Room.select(Room.id, Room.revision).where(Room.id.in_(list(room_ids)))
    return {row.id: row.revision for row in rows}


def newest_messages(room_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the last page of a room."""
    return messages_before(room_id, MAX_ID, limit)


def messages_before(room_id: int, message_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the page of this room, and of no other, that comes before a message."""
    revision = _room_row(room_id).revision
    rows = list(
        _messages()
        .where(Message.room == room_id, Message.id < message_id, Message.deleted_at.is_null())
        .order_by(Message.id.desc())
        .limit(limit + 1)
    )
    messages = tuple(message_item(row) for row in reversed(rows[:limit]))
    return MessagePage(messages, revision, more=len(rows) > limit)


def messages_after(room_id: int, message_id: int, limit: int = PAGE_SIZE) -> MessagePage:
    """Read the page of this room that comes after a message."""
    revision = _room_row(room_id).revision
    rows = list(
        _messages()
        .where(Message.room == room_id, Message.id > message_id, Message.deleted_at.is_null())
        .order_by(Message.id)
        .limit(limit + 1)
    )
    return MessagePage(tuple(message_item(row) for row in rows[:limit]), revision, more=len(rows) > limit)


def changes_since(room_id: int, revision: int) -> MessageChanges | None:
    """Read all that changed in a room after a revision, or None where a fresh page is cheaper."""
    current = _room_row(room_id).revision
    if not 0 <= current - revision <= MAX_CHANGES:
        return None
    # In the order of the index: asked for the order of ids, SQLite reads the whole room once ANALYZE has run.
    rows = _messages().where(Message.room == room_id, Message.revision > revision).order_by(Message.revision)
    items = sorted(map(message_item, rows), key=lambda item: item.id)
    alive = [item for item in items if not item.deleted_at]
    return MessageChanges(
        created=[item for item in alive if item.created_revision > revision],
        edited=[item for item in alive if item.created_revision <= revision],
        deleted=[item for item in items if item.deleted_at],
        revision=current,
    )


def session(token_hash: str) -> tuple[int, UserItem] | None:
    """Find a live session by its token's hash: its id and who it belongs to."""
    row = (
        Session.select(Session, User)
        .join(User)
        .where(Session.token_hash == token_hash, Session.expires_at > now_ms())
        .first()
    )
    return (row.id, user_item(row.user)) if row else None


def credentials(email: str) -> tuple[int, str] | None:
    """Find a person's id and password hash by email."""
    row = User.get_or_none(User.email == email.strip().lower())
    return (row.id, row.password_hash) if row else None


def user_by_id(user_id: int) -> UserItem:
    """Find a person, or raise `NotFound`."""
    row = User.get_or_none(User.id == user_id)
    if row is None:
        raise NotFound("There is no such person.")
    return user_item(row)


def is_demo() -> bool:
    """Tell whether this database was filled with demo content."""
    return Setting.select().where(Setting.name == "demo").exists()


def demo_users() -> list[UserItem]:
    """List the demo people, by name; nobody on a database with people of its own."""
    if not is_demo():
        return []
    return [user_item(row) for row in User.select().order_by(User.name).limit(12)]


def user_item(row: User) -> UserItem:
    """Take a snapshot of a person's row."""
    return UserItem(row.id, row.name)


def room_item(row: Room) -> RoomItem:
    """Take a snapshot of a room's row."""
    return RoomItem(row.id, row.name, row.description)


def message_item(row: Message) -> MessageItem:
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
    )


def _messages() -> "peewee.ModelSelect[Message]":
    return Message.select(Message, User).join(User)


def _room_row(room_id: int) -> Room:
    row = Room.get_or_none(Room.id == room_id) if 0 < room_id <= MAX_ID else None
    if row is None:
        raise NotFound("There is no such room.")
    return row
