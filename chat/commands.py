"""Changes: check, commit, then publish. Nothing else in the program changes rows or publishes.

Who asks is always the first argument, resolved from the session by the caller on every call.
"""

import re

from chat.bus import bus
from chat.database import database
from chat.errors import Forbidden, Invalid, NotFound
from chat.events import MessageCreated, MessageDeleted, MessageEdited, SessionEnded
from chat.items import MessageItem, UserItem
from chat.queries import message_item
from chat.text import clean_body
from chat.tokens import hash_token, new_token
from models import MAX_ID, Message, Room, Session, User, now_ms

SESSION_LIFETIME_MS = 30 * 24 * 3600 * 1000
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


async def send_message(author: UserItem, room_id: int, body: object, client_id: object = None) -> MessageItem:
    """Say something in a room and return the message.

    `client_id` makes sending safe to repeat: the same one of the same author gives back the message
    already stored. Raises `NotFound` for the room and `Invalid` for the text or the client id.
    """
    text, key = clean_body(body), _clean_client_id(client_id)
    message, is_new = await database.write(_create, author.id, room_id, text, key)
    if is_new:
        bus.publish(MessageCreated(message))
    return message


async def edit_message(editor: UserItem, message_id: int, body: object) -> MessageItem:
    """Change one's own message and return it.

    Raises `NotFound`, `Forbidden` for somebody else's message and `Invalid` for the text.
    """
    message, is_changed = await database.write(_edit, editor.id, message_id, clean_body(body))
    if is_changed:
        bus.publish(MessageEdited(message))
    return message


async def delete_message(deleter: UserItem, message_id: int) -> None:
    """Delete one's own message; once more does nothing.

    Raises `NotFound` and, for somebody else's message, `Forbidden`.
    """
    message, is_changed = await database.write(_delete, deleter.id, message_id)
    if is_changed:
        bus.publish(MessageDeleted(message))


async def start_session(user_id: int) -> str:
    """Open a session for a person who has proved who they are, and return its token."""
    token = new_token()
    await database.write(_insert_session, hash_token(token), user_id)
    return token


async def end_session(token: str) -> None:
    """End the session of a token, and with it every page it has open."""
    session_id = await database.write(_remove_session, hash_token(token))
    if session_id is not None:
        bus.publish(SessionEnded(session_id))


def _create(author_id: int, room_id: int, body: str, client_id: str | None) -> tuple[MessageItem, bool]:
    known = client_id and Message.get_or_none(Message.author == author_id, Message.client_id == client_id)
    if known:
        return message_item(known), False
    revision = _next_revision(room_id)
    message = Message.create(
        room=room_id,
        author=author_id,
        body=body,
        client_id=client_id,
        revision=revision,
        created_revision=revision,
    )
    return message_item(message), True


def _edit(editor_id: int, message_id: int, body: str) -> tuple[MessageItem, bool]:
    message = _own_message(editor_id, message_id)
    if message.deleted_at:
        raise NotFound("That message has been deleted.")
    if message.body == body:
        return message_item(message), False
    message.body, message.edited_at = body, now_ms()
    return _save(message), True


def _delete(deleter_id: int, message_id: int) -> tuple[MessageItem, bool]:
    message = _own_message(deleter_id, message_id)
    if message.deleted_at:
        return message_item(message), False
    message.body, message.deleted_at = "", now_ms()
    return _save(message), True


def _own_message(asker_id: int, message_id: int) -> Message:
    message = Message.get_or_none(Message.id == message_id) if 0 < message_id <= MAX_ID else None
    if message is None:
        raise NotFound("There is no such message.")
    if message.author_id != asker_id:
        raise Forbidden("Only its author can change a message.")
    return message


def _save(message: Message) -> MessageItem:
    message.revision = _next_revision(message.room_id)
    message.save()
    return message_item(message)


def _next_revision(room_id: int) -> int:
    """Take the room's next revision; the row's lock makes revision order commit order."""
    in_room = Room.id == room_id
    if not 0 < room_id <= MAX_ID or not Room.update(revision=Room.revision + 1).where(in_room).execute():
        raise NotFound("There is no such room.")
    revision: int = Room.select(Room.revision).where(in_room).scalar()
    return revision


def _insert_session(token_hash: str, user_id: int) -> None:
    Session.delete().where(Session.expires_at <= now_ms()).execute()
    Session.create(token_hash=token_hash, user=User.get_by_id(user_id), expires_at=now_ms() + SESSION_LIFETIME_MS)


def _remove_session(token_hash: str) -> int | None:
    session = Session.get_or_none(Session.token_hash == token_hash)
    if session is None:
        return None
    session.delete_instance()
    return int(session.id)


def _clean_client_id(client_id: object) -> str | None:
    if client_id is None:
        return None
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise Invalid("A client id is 8 to 64 letters, digits, dashes or underscores.")
    return client_id
