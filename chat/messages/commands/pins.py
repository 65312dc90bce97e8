"""Pinning messages to their room, for all who see it."""

from chat import rooms
from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotFound
from chat.messages.commands.once import perform_once
from chat.messages.commands.revisions import lane_key_for, lock_message, save_and_publish
from chat.messages.commands.thread_replies import show_above
from chat.messages.events import MessagePinned
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.storage.database import database
from chat.text import clean_client_id
from models import Message, Pin, Room, User

MAX_PINS = 100
"""Maximum number of messages that are pinned to a room."""


async def pin_message(actor: UserItem, message_id: int, *, client_id: object = None) -> MessageItem:
    """Pin a message to its room, a reply to that of its thread, and return it; pinning it again changes nothing.

    With a `client_id`, repeating it changes nothing even if the message was unpinned in the meantime.
    Raises `NotFound`, `Forbidden` where the actor cannot write, and `Invalid` past the maximum or for the client id.
    """
    key, lane_key = clean_client_id(client_id), await lane_key_for(message_id)
    return await database.write_concurrent(lane_key, _change, actor, message_id, key, True)


async def unpin_message(actor: UserItem, message_id: int, *, client_id: object = None) -> MessageItem:
    """Have a message pinned no more, whoever has pinned it, and return it; once more changes nothing.

    Raises as `pin_message` does.
    """
    key, lane_key = clean_client_id(client_id), await lane_key_for(message_id)
    return await database.write_concurrent(lane_key, _change, actor, message_id, key, False)


def _change(actor: UserItem, message_id: int, client_id: str | None, on: bool) -> MessageItem:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    action, change = ("pin", _pin) if on else ("unpin", _unpin)
    perform_once(row, client_id, f"{action} {message.id}", lambda: change(actor, row, message))
    return load_item(message)


def _pin(actor: UserItem, row: User, message: Message) -> None:
    if message.deleted_at:
        raise NotFound("This message has been deleted.")
    room = rooms.lock_writable_room(actor, message.room_id)
    home = room.parent or room
    if Pin.select().where(Pin.message == message).exists():
        return
    if Pin.select().where(Pin.room == home).count() >= MAX_PINS:
        raise Invalid(f"A room can have at most {MAX_PINS} pinned messages. Unpin some first.")
    Pin.create(room=home, message=message, user=row)
    _publish(message, room)


def _unpin(actor: UserItem, _row: User, message: Message) -> None:
    room = rooms.lock_writable_room(actor, message.room_id)
    if Pin.delete().where(Pin.message == message).execute():
        _publish(message, room)


def _publish(message: Message, room: Room) -> None:
    """Publish the message; of a reply also the one above it, by which pages of the room learn of it."""
    save_and_publish(message, room, MessagePinned)
    if room.parent_id is not None:
        show_above(room)
