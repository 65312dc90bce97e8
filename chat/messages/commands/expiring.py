"""Deletes messages that are too old to be kept, and after a while the rows that say that there were any."""

from collections.abc import Collection

import peewee

from chat.messages.commands.deleting import delete_locked
from chat.messages.loading import select_messages
from chat.messages.old_messages import PURGED_AFTER_MS
from chat.messages.retention import cutoffs
from chat.rooms import unchecked
from models import Message, Room, SavedMessage, lock_for_update, now_ms


def delete_expired(room_id: int, message_ids: Collection[int]) -> None:
    """Delete those of some messages of a room that are too old, as it is chosen now, inside a change."""
    too_old = Message.created_at < _cutoff(room_id)
    there = select_messages().where(Message.id.in_(list(message_ids)), Message.room == room_id, too_old)
    found = lock_for_update(there.where(Message.deleted_at.is_null()).order_by(Message.id), of=Message)
    delete_locked(list(found), unchecked.locked_room(room_id))


def purge_deleted(room_id: int, message_ids: Collection[int]) -> None:
    """Remove the rows of some messages of a room that were deleted long ago, with the empty threads below them.

    The newest row of all stays: SQLite would give its id to the next message, and ids say what has been read. So does
    that of the newest thread, whose drafts and open pages would be the next room's; and of what somebody is yet to be
    reminded, who is then told that it is gone.
    """
    newest = Message.select(peewee.fn.MAX(Message.id)).scalar()  # not in the query, which would go through the room
    older = [id_ for id_ in message_ids if id_ < newest]
    kept = _reminded(older) | _roots_of_newest()
    older = [id_ for id_ in older if id_ not in kept]
    is_long_gone = (Message.created_at < _cutoff(room_id)) & (Message.deleted_at < now_ms() - PURGED_AFTER_MS)
    rows = Message.select().where(Message.id.in_(older), Message.room == room_id, is_long_gone)
    found = list(lock_for_update(rows.where(Message.thread_id.is_null()).order_by(Message.id)))
    room = unchecked.locked_room(room_id)
    used = _threads_in_use([message.id for message in found])
    gone = [message for message in found if message.id not in used]
    ids = [message.id for message in gone]
    Room.delete().where(Room.root_id.in_(ids)).execute()
    Message.delete().where(Message.id.in_(ids)).execute()
    room.purged_revision = max([room.purged_revision, *(message.revision for message in gone)])
    room.save(only=[Room.purged_revision])


def _cutoff(room_id: int) -> int:
    room = unchecked.room_row(room_id)
    return cutoffs(now_ms()).of(room.parent_id or room.id)


def _reminded(message_ids: Collection[int]) -> set[int]:
    waiting = SavedMessage.select(SavedMessage.message).where(SavedMessage.remind_at.is_null(False))
    return {row.message_id for row in waiting.where(SavedMessage.message.in_(list(message_ids)))}


def _roots_of_newest() -> set[int]:
    """Return below which message the newest room of all is a thread, if it is one."""
    newest = Room.select(Room.root_id).order_by(Room.id.desc()).first()
    return {newest.root_id} if newest else set()


def _threads_in_use(message_ids: Collection[int]) -> set[int]:
    """Return below which of these messages there is a thread with rows of messages in it."""
    threads = Room.select(Room.root_id).where(Room.root_id.in_(list(message_ids)))
    is_used = peewee.fn.EXISTS(Message.select(peewee.SQL("1")).where(Message.room == Room.id))
    return {row.root_id for row in threads.where(is_used)}
