"""Moving one's read marks: how far one has read in a room."""

from typing import Any

import peewee

from chat.accounts import require_active
from chat.accounts.items import UserItem
from chat.realtime.bus import bus
from chat.rooms.access import membership, room_for
from chat.rooms.commands.following import note_news, read_all_threads
from chat.rooms.events import ReadMarksMoved
from chat.rooms.items import UnreadItem, level_in
from chat.rooms.unread import unread
from chat.storage.database import database
from chat.storage.prepared import Prepared
from models import Membership, Message, Room, User, row_id

MAX_OWN = 200
"""How many messages may come before a mark that passes over one's own alone is moved."""


async def mark_read(actor: UserItem, room_id: int, message_id: int) -> None:
    """Note that the actor has read a room up to a message; what they have read already stays so.

    In a room that they are not in, nothing is noted. Raises `NotFound` for the room.
    """
    await database.write_concurrent(row_id(room_id), _mark_read, actor, room_id, row_id(message_id))


async def mark_unread(actor: UserItem, room_id: int, message_id: int) -> None:
    """Make a message, and all after it, unread again; raises `NotFound` for the room."""
    await database.write_concurrent(row_id(room_id), _mark_unread, actor, room_id, row_id(message_id))


async def mark_all_read(actor: UserItem) -> None:
    """Note that the actor has read all their rooms, and all threads that they follow."""
    await database.write(_mark_all_read, actor)


def read_by_writing(
    room: Room, author: User | UserItem, message_id: int, *, read_id: int | None = None, has_unread: bool = True
) -> None:
    """Note that somebody has read a room up to their own new message, in the transaction that writes it.

    Nothing is written where nothing of others was unread, but once in a while: whoever counts later passes over one's
    own messages after the mark. With `read_id`, how far they had read, it need not be asked for.
    """
    if read_id is not None and not has_unread and read_id >= message_id - MAX_OWN:
        return
    moved = _pass_over.row(room.id, author.id, message_id, message_id - MAX_OWN)
    if moved is None:
        return
    if room.parent_id is not None:
        note_news(room, author.id)
        return
    level = level_in(room.kind, moved[0])  # the rest is known without a query: the message is the newest of the room
    read = UnreadItem(room.id, 0, read_id=message_id, newest=message_id, revision=room.revision, level=level)
    bus.publish_on_commit(ReadMarksMoved(author.id, (read,)))


@Prepared
def _pass_over(room_id: Any, user_id: Any, message_id: Any, far_before: Any) -> Any:
    theirs = Message.select(peewee.SQL("1")).where(
        Message.room == room_id,
        Message.id > Membership.read_id,
        Message.id < message_id,
        Message.author != user_id,
        Message.deleted_at.is_null(),
    )
    is_mine = (Membership.user == user_id) & (Membership.room == room_id) & Membership.left_at.is_null()
    is_behind = (Membership.read_id < far_before) | peewee.fn.EXISTS(theirs)
    moved: Any = Membership.update({Membership.read_id: message_id}).where(is_mine, is_behind)
    return moved.where(Membership.read_id < message_id).returning(Membership.level)


def _mark_read(actor: UserItem, room_id: int, message_id: int) -> None:
    require_active(actor)
    room = room_for(actor, room_id)
    mine = membership(room, actor.id)
    if mine:
        read_id = min(message_id, _newest(room))
        if _move(mine.id, read_id, Membership.read_id < read_id):
            _publish_in(room, actor)


def _mark_unread(actor: UserItem, room_id: int, message_id: int) -> None:
    require_active(actor)
    room = room_for(actor, room_id)
    mine = membership(room, actor.id)
    if mine and message_id:
        read_id = min(message_id - 1, _newest(room))
        if _move(mine.id, read_id, Membership.read_id != read_id):
            _publish_in(room, actor)


def _newest(room: Room) -> int:
    """Return the id of a room's newest message: what comes later is not read by whatever a browser has sent."""
    return Message.select(peewee.fn.MAX(Message.id)).where(Message.room == room).scalar() or 0


def _mark_all_read(actor: UserItem) -> None:
    require_active(actor)
    news = [item for item in unread(actor) if item.count]
    for item in news:
        mine: Any = (Membership.user == actor.id) & (Membership.room == item.room_id)
        Membership.update(read_id=item.newest).where(mine, Membership.read_id < item.newest).execute()
    _publish(actor, [item.room_id for item in news])
    read_all_threads(actor.id)


def _move(membership_id: int, read_id: int, condition: Any) -> bool:
    """Move a mark if it stands as the condition says now: another process may have moved it since it was read."""
    return bool(Membership.update(read_id=read_id).where(Membership.id == membership_id, condition).execute())


def _publish_in(room: Room, actor: UserItem) -> None:
    if room.parent_id is None:
        _publish(actor, [room.id])
    else:
        note_news(room, actor.id)


def _publish(actor: UserItem, room_ids: list[int]) -> None:
    if room_ids:
        bus.publish_on_commit(ReadMarksMoved(actor.id, tuple(unread(actor, room_ids))))
