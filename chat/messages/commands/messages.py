"""Sending, editing and deleting messages."""

import re

from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.counters import counts
from chat.errors import Forbidden, Invalid, NotFound
from chat.messages.commands.revisions import lane_key_for, lock_message, next_revision, save_and_publish
from chat.messages.events import MessageCreated, MessageDeleted, MessageEdited
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.realtime.bus import bus
from chat.rooms import lock_open_room, lock_room
from chat.storage.database import database
from chat.text import clean_body
from models import Message, Reaction, now_ms, row_id

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


async def send_message(author: UserItem, room_id: int, body: object, client_id: object = None) -> MessageItem:
    """Send a message in a room and return the message.

    `client_id` makes it safe to send again: with an id that the author has used before, the stored message is
    returned. Raises `NotFound` for the room, `Forbidden` for an archived one and `Invalid` for
    the text or the client id.
    """
    message, _ = await send_message_once(author, room_id, body, client_id)
    return message


async def send_message_once(
    author: UserItem, room_id: int, body: object, client_id: object = None
) -> tuple[MessageItem, bool]:
    """Do as `send_message`; return also whether the message is new."""
    text, key = clean_body(body), _clean_client_id(client_id)
    message, is_new = await database.write_concurrent(row_id(room_id), _create, author, room_id, text, key)
    counts.messages += is_new
    return message, is_new


async def edit_message(actor: UserItem, message_id: int, body: object) -> MessageItem:
    """Change one's own message and return it.

    Raises `NotFound`, `Forbidden` for somebody else's message or an archived room, and `Invalid` for the text.
    """
    text, lane_key = clean_body(body), await lane_key_for(message_id)
    return await database.write_concurrent(lane_key, _edit, actor, message_id, text)


async def delete_message(actor: UserItem, message_id: int) -> None:
    """Delete one's own message or, as an administrator, anybody's; once more does nothing.

    Raises `NotFound` and, for somebody else's message, `Forbidden`.
    """
    lane_key = await lane_key_for(message_id)
    await database.write_concurrent(lane_key, _delete, actor, message_id)


def _create(author: UserItem, room_id: int, body: str, client_id: str | None) -> tuple[MessageItem, bool]:
    row = require_active_locked(author)
    known = client_id and Message.get_or_none(Message.author == row, Message.client_id == client_id)
    if known:
        if known.room_id != room_id:
            raise Invalid("This client id was already used for a message in another room.")
        return load_item(known), False
    revision = next_revision(lock_open_room(author, room_id))
    message = Message.create(
        room=room_id,
        author=row,
        body=body,
        client_id=client_id,
        revision=revision,
        created_revision=revision,
    )
    message.has_reactions = False
    item = load_item(message)
    bus.publish_on_commit(MessageCreated(item))
    return item, True


def _edit(actor: UserItem, message_id: int, body: str) -> MessageItem:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    if message.author_id != row.id:
        raise Forbidden("Only the author can edit a message.")
    if message.deleted_at:
        raise NotFound("This message has been deleted.")
    room = lock_open_room(actor, message.room_id)
    if message.body == body:
        return load_item(message)
    message.body, message.edited_at = body, now_ms()
    return save_and_publish(message, room, MessageEdited)


def _delete(actor: UserItem, message_id: int) -> None:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    if message.author_id != row.id and row.role != "administrator":
        raise Forbidden("Only the author or an administrator can delete a message.")
    if message.deleted_at:
        return
    message.body, message.deleted_at = "", now_ms()
    Reaction.delete().where(Reaction.message == message).execute()
    save_and_publish(message, lock_room(actor, message.room_id), MessageDeleted)


def _clean_client_id(client_id: object) -> str | None:
    if client_id is None:
        return None
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise Invalid("A client id has 8 to 64 letters, digits, dashes or underscores.")
    return client_id
