"""Messages that are written word by word: begun, gone on with, finished; see docs/decisions/word-by-word.md."""

import asyncio
from contextlib import suppress

from chat import rooms
from chat.accounts import require_active, require_active_locked
from chat.accounts.items import UserItem
from chat.errors import Forbidden, Invalid, NotFound
from chat.messages import running
from chat.messages.commands.messages import create
from chat.messages.commands.revisions import lane_key_for, lock_message
from chat.messages.commands.running_texts import finish_locked, stored_text
from chat.messages.commands.storing_words import store_later
from chat.messages.events import WordsAdded, WordsMissed
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.messages.redrawing import draw_beside
from chat.messages.running import FinishedError, Running
from chat.realtime.bus import bus
from chat.rooms import visible_to
from chat.storage.database import database
from chat.text import EMPTY, clean_body, clean_client_id, running_text
from models import Message, Room, User, row_id

CATCH_UP = 1.0
"""Seconds for which one process waits for what another one was given just before."""


async def start_message(
    author: UserItem, room_id: int, body: object = "", client_id: object = None, *, reply_to: object = None
) -> tuple[MessageItem, bool]:
    """Begin a message that is written word by word, perhaps with its first words; return it, and whether it is new.

    It counts as unread, but nobody is told of it until it is finished. Raises what `send_message` does, and `TooMany`
    if the author is writing too many at the same time.
    """
    text, key = running.within_limit(running_text(body)), clean_client_id(client_id)
    message, is_new = await create(author, room_id, ("", None), key, reply_to, begun_with=text)
    if message.is_running:
        running.note(message.id, message.room_id, author, message.body).author = author
    return message, is_new


async def append_words(author: UserItem, message_id: int, text: object, offset: object) -> int:
    """Add to one's own message that is being written, and return how many characters it has then.

    It is told at once, and stored within a second. `offset` is how many characters there are before it: to add the
    same once more does nothing.

    Raises `NotFound`, `Forbidden` for somebody else's, `OutOfStep` with its length where something is missing or
    something else stands there, `Conflict` if it is finished, and `Invalid` for the text, also if the message would
    become too long; then nothing of it is added.
    """
    if not isinstance(offset, int) or isinstance(offset, bool) or offset < 0:
        raise Invalid("The offset must be a whole number, 0 or more.")
    piece, message = running_text(text), await _find(author, message_id)
    await _wait_for(message, offset)
    if not message.is_sure:  # heard while it waited
        message = await _find(author, message_id)
    if new := message.add(offset, piece):
        bus.publish(WordsAdded(message.message_id, message.room_id, len(message.text) - len(new), new))
        store_later(message)
    return len(message.text)


async def finish_message(
    author: UserItem, message_id: int, body: object = None, *, offset: int | None = None
) -> MessageItem:
    """Finish one's own message that is being written, and return it; with a `body`, that is its whole text.

    From now on it is as any other: whom it mentions is told, searches find it. With `offset`, how many characters it
    is to have, nothing that another process was given is left out. To finish it once more does nothing.

    Raises `NotFound`, `Forbidden` for somebody else's, `OutOfStep` for the offset, and `Invalid` for the text.
    """
    lane_key, done = await lane_key_for(message_id), None
    while done is None:
        said = await _said(author, message_id, offset) if body is None else None
        text = clean_body((said or "") if body is None else body, may_be_empty=body is None)
        drawn = text, await draw_beside(text)
        done = await database.write_concurrent(lane_key, _finish, author, message_id, drawn, said)
    return done


async def _said(author: UserItem, message_id: int, offset: int | None) -> str | None:
    """Return the text so far; None if the message is finished already."""
    try:
        message = await _find(author, message_id)
    except (FinishedError, Forbidden):  # what ends it says so, unless it has ended
        return None
    if offset is not None:
        await _wait_for(message, offset)
        message.add(offset, "")
    return message.text


def _finish(author: UserItem, message_id: int, text: tuple[str, str | None], said: str | None) -> MessageItem | None:
    """Return None where something else is stored than was known here: then that is known by now."""
    require_active_locked(author)
    message = _own(author, lock_message(author, message_id))
    stored = stored_text(message)
    if stored is None:
        return load_item(message)
    room = rooms.lock_writable_room(author, message.room_id)
    if not text[0]:
        raise Invalid(EMPTY)
    if said is not None and not said.startswith(stored):
        running.forget(message.id)
        return None
    return finish_locked(message, room, text)


async def _find(author: UserItem, message_id: int) -> Running:
    """Return a message of the author's; whether they may write there is asked now, and whenever it is stored."""
    message = running.known(row_id(message_id))
    if message and message.is_sure and message.author == author:  # the same token, if they ask by one
        return message
    doubts = None
    while doubts != running.doubts():  # once more if access may have been lost meanwhile
        doubts = running.doubts()
        row, text = await database.read(_look, author, message_id)
    message = running.note(row.id, row.room_id, author, text)
    message.author, message.is_sure = author, True
    return message


def _look(author: UserItem, message_id: int) -> tuple[Message, str]:
    require_active(author)
    visible = Message.select(Message, User).join(User).switch(Message).join(Room).where(visible_to(author))
    message = _own(author, visible.where(Message.id == row_id(message_id)).first())
    rooms.require_writable_room(author, message.room_id)
    text = stored_text(message)
    if text is None:
        raise FinishedError("This message is finished.")
    return message, text


def _own(author: UserItem, message: Message | None) -> Message:
    if message is None:
        raise NotFound("Message not found.")
    if message.author_id != author.id:
        raise Forbidden("Only the author can go on with a message.")
    if message.deleted_at:
        raise NotFound("This message has been deleted.")
    return message


async def _wait_for(message: Running, offset: int) -> None:
    """Wait a moment for what another process was given just before, if there is another one."""
    if len(message.text) >= offset or not bus.is_shared:
        return
    bus.publish(WordsMissed(message.message_id, len(message.text)))
    with suppress(TimeoutError):
        async with asyncio.timeout(CATCH_UP):
            while len(message.text) < offset:
                await message.grown.wait()
