"""Shared by commands that change a message: its writer lane, its lock, its next revision."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chat.accounts import only_room
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.messages.copies import copied_from, twin_of
from chat.messages.events import ChangeBelow, MessageEvent
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.realtime.bus import bus
from chat.rooms import visible_to_person
from chat.storage.database import database
from chat.storage.prepared import Prepared
from models import Message, Room, User, lock_for_update, row_id


async def lane_key_for(message_id: int) -> int:
    """Return the room id of the message, to choose its writer lane; 0, without a query, if there is one writer."""
    return await database.read(_room_of, message_id) if database.has_lanes else 0


def lock_message(actor: UserItem, message_id: int) -> Message:
    """Return a message's row, locked until the transaction ends; raises `NotFound`, also where its room is hidden."""
    found = _locked.models(Message, row_id(message_id), actor.id, only_room(actor) or 0)
    if not found:
        raise NotFound("Message not found.")
    message: Message = found[0]
    [message.author] = _author.models(User, message.author_id)
    return message


@Prepared
def _locked(message_id: Any, user_id: Any, only: Any) -> Any:
    """`only` is as in `visible_to`, or 0: the condition is the same for all, so that its SQL is."""
    visible = visible_to_person(user_id) & ((only == 0) | (Room.id == only) | (Room.parent == only))
    return lock_for_update(Message.select().join(Room).where(Message.id == message_id, visible), of=Message)


@Prepared
def _author(user_id: Any) -> Any:
    return User.select().where(User.id == user_id)


def lock_with_copy(actor: UserItem, message_id: int) -> tuple[Message, Message | None]:
    """Lock a message, and with a reply its copy in the room, or with that the reply; None where there is none.

    The one with the smaller id is locked first, whichever is asked for: nobody waits for somebody who waits for them.
    """
    twin = twin_of(row_id(message_id))
    if twin is None:
        return lock_message(actor, message_id), None
    locked = {id_: lock_message(actor, id_) for id_ in sorted((row_id(message_id), twin))}
    return locked[row_id(message_id)], None if locked[twin].deleted_at else locked[twin]


def in_rooms(message: Message, copy: Message | None, lock: Callable[[int], Room]) -> list[tuple[Message, Room]]:
    """Return a message and what goes with it, the reply first, each with its room, which `lock` has locked."""
    if copy is None:
        return [(message, lock(message.room_id))]
    reply, above = (message, copy) if copied_from(copy.client_id) == message.id else (copy, message)
    thread = lock(reply.room_id)
    return [(reply, thread), (above, thread.parent)]


def next_revision(room: Room) -> int:
    """Return the next revision of a locked room; of a thread, its room counts the change, too."""
    move_on(room)
    save_revision(room)
    return room.revision


def move_on(room: Room) -> None:
    """Advance the revision of a locked room in memory, without storing it."""
    room.revision += 1
    if room.parent_id is not None:
        room.parent.below += 1
        room.below = room.parent.below


def save_revision(room: Room) -> None:
    """Store the revision of a locked room; a thread's room is locked with it."""
    if room.parent_id is None:
        _move_room.change(room.id, room.revision)
    else:
        _move_thread.change(room.id, room.revision, room.below)
        _move_above.change(room.parent_id, room.below)


@Prepared
def _move_room(room_id: Any, revision: Any) -> Any:
    return Room.update({Room.revision: revision}).where(Room.id == room_id)


@Prepared
def _move_thread(room_id: Any, revision: Any, below: Any) -> Any:
    return Room.update({Room.revision: revision, Room.below: below}).where(Room.id == room_id)


@Prepared
def _move_above(room_id: Any, below: Any) -> Any:
    return Room.update({Room.below: below}).where(Room.id == room_id)


def publish_change(event: MessageEvent, room: Room, below: int | None = None) -> None:
    """Publish what has happened to a message of a locked room, or thread, once it is committed."""
    if room.parent_id is not None:
        event = replace(event, below=ChangeBelow(room.parent_id, room.below if below is None else below))
    bus.publish_on_commit(event)


def save_and_publish(message: Message, room: Room, event: Callable[[MessageItem], MessageEvent]) -> MessageItem:
    """Store a changed message with its locked room's next revision, publish what has happened to it, and return it."""
    message.revision = next_revision(room)
    message.save()
    item = load_item(message)
    publish_change(event(item), room)
    return item


def _room_of(message_id: int) -> int:
    """Return the id of a message's room; 0 if there is no such message, so that any writer lane will do."""
    return Message.select(Message.room).where(Message.id == row_id(message_id)).scalar() or 0
