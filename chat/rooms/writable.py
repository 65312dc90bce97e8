"""What a message to a room needs to know of it and of its author, asked for at once: see `lock_for_writing`."""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, fn

from chat.accounts import is_active, only_room
from chat.accounts.items import UserItem
from chat.rooms.access import sees
from chat.rooms.blocks import refusal
from chat.rooms.locks import must_enter
from chat.storage.prepared import Prepared, objects
from models import Membership, Message, Room, User, db, lock_for_update, row_id


@dataclass(frozen=True, slots=True)
class WritableRoom:
    """A locked room that somebody may write in, and their row; how far they have read there, if that is known."""

    author: User
    room: Room
    must_enter: bool
    read_id: int | None = None
    has_unread: bool = True


def lock_for_writing(actor: UserItem, room_id: int, client_id: str | None) -> WritableRoom | None:
    """Return where somebody writes, locked as `lock_writable_room` and `require_active_locked` do.

    None where it takes a closer look: in a thread, for what was sent before with this client id, and for what is
    refused. With SQLite one statement instead of four, 18 µs of CPU instead of 38; with PostgreSQL two instead of four.
    """
    ids = (actor.id, row_id(room_id))
    if only_room(actor) not in (None, room_id):
        return None
    if db.for_update and not _lock.rows(*ids):
        return None
    found = _looked_up.row(*ids, client_id)  # PostgreSQL has to look after it has waited for the locks
    if found is None:
        return None
    (author, room), (mine, read_id, has_unread) = objects(found, User, Room)
    if refusal(room, author.id):
        return None
    enters = mine is None if room.kind != "direct" else must_enter(room, author.id)
    return WritableRoom(author, room, enters, read_id, bool(has_unread))


@Prepared
def _looked_up(user_id: Any, room_id: Any, client_id: Any) -> Any:
    theirs = Message.select(SQL("1")).where(
        Message.room == room_id,
        Message.id > Membership.read_id,
        Message.author != user_id,
        Message.deleted_at.is_null(),
    )
    sent = Message.select(SQL("1")).where(Message.author == user_id, Message.client_id == client_id)
    rows: Any = User.select(User, Room, Membership.id, Membership.read_id, fn.EXISTS(theirs))
    is_mine = (Membership.user == User.id) & (Membership.room == Room.id) & Membership.left_at.is_null()
    joined = rows.join(Room, on=(Room.id == room_id)).join(Membership, JOIN.LEFT_OUTER, on=is_mine)
    return joined.where(User.id == user_id, is_active(), Room.parent.is_null(), sees(user_id, Room), ~fn.EXISTS(sent))


@Prepared
def _lock(user_id: Any, room_id: Any) -> Any:
    """The author is locked first, as everywhere."""
    author: Any = User.alias("author")
    rows: Any = author.select(SQL("1")).join(Room, on=(Room.id == room_id)).where(author.id == user_id)
    locked: Any = lock_for_update(rows, for_update='FOR SHARE OF "author" FOR UPDATE', of=Room)
    return locked.where(is_active(author), Room.parent.is_null(), sees(user_id, Room))
