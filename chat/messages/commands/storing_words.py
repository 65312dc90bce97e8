"""Stores what was added to messages that are being written: once a second, and when the program ends."""

import asyncio
import logging
from contextlib import suppress
from functools import partial

from chat import rooms
from chat.accounts.items import UserItem
from chat.errors import ChatError, OutOfStep, Unavailable
from chat.live import using
from chat.messages import running
from chat.messages.commands.interrupting import hear_of_access, interrupt
from chat.messages.commands.revisions import lock_message, next_revision, publish_change
from chat.messages.commands.running_texts import stored_text
from chat.messages.events import (
    MessageCreated,
    MessageDeleted,
    MessageEdited,
    MessageFinished,
    MessageRunning,
    WordsAdded,
    WordsMissed,
)
from chat.messages.loading import load_item
from chat.messages.running import Running
from chat.realtime.bus import EVERY_TOPIC, Unsubscribe, bus
from chat.realtime.events import BusStatusChanged, Event
from chat.storage.database import database
from chat.storage.transactions import on_commit
from models import Message, RunningText, now_ms

PAUSE = 1.0
"""Seconds after which what was added is stored."""

log = logging.getLogger(__name__)

_waiting: dict[int, "asyncio.Task[None]"] = {}


def hear_words() -> Unsubscribe:
    """Hear from now on what this and other processes are given and delete; returns how to stop."""
    return bus.subscribe(EVERY_TOPIC, _hear)


def store_later(message: Running) -> None:
    """Have what was added to a message stored soon, together with what else comes until then."""
    if message.message_id not in _waiting:
        _waiting[message.message_id] = asyncio.get_running_loop().create_task(_store_after_pause(message))


async def store_words() -> None:
    """Store at once whatever waits for it: when the program ends."""
    for message_id in list(_waiting):
        _waiting.pop(message_id).cancel()
        if message := running.known(message_id):
            await _store(message)


async def _store_after_pause(message: Running) -> None:
    await asyncio.sleep(PAUSE)
    _waiting.pop(message.message_id, None)  # what comes from now on waits for its own turn
    await _store(message)


async def _store(message: Running) -> None:
    author, message_id, text = message.author, message.message_id, message.text
    try:
        await database.write_concurrent(message.room_id, _put, author, message_id, text)
    except Unavailable:
        store_later(message)
    except ChatError as error:  # they may not write there any more: what they were told is there is kept
        log.info("message %s is not gone on with: %s", message_id, error.message)
        await interrupt(message_id, message.room_id, text)
        running.forget(message_id)


def _put(author: UserItem, message_id: int, text: str) -> None:
    message = lock_message(author, message_id)
    room, stored = rooms.lock_writable_room(author, message.room_id), stored_text(message)
    if stored is None or not text.startswith(stored):  # it has ended, or somebody has stored something else first
        on_commit(partial(running.forget, message_id))
    elif text != stored:
        RunningText.update(text=text, said_at=now_ms()).where(RunningText.message == message).execute()
        message.revision = next_revision(room)
        message.save(only=[Message.revision])
        publish_change(MessageRunning(load_item(message)), room)


def _hear(event: Event) -> None:
    hear_of_access(event)
    match event:
        case MessageCreated(message) | MessageRunning(message) if message.is_running:
            running.note(message.id, message.room_id, message.author, message.body)
        case MessageFinished(message) | MessageEdited(message):
            running.forget(message.id)
        case MessageDeleted(message):
            running.forget(message.id)
            using.forget_texts(message.id)  # if it was live, which its tombstone does not tell
        case BusStatusChanged():
            using.forget_texts()  # what others have deleted meanwhile may not have been heard
        case WordsAdded() if known := running.known(event.message_id):
            with suppress(OutOfStep):  # something was missed: whoever goes on with it here asks for it
                known.add(event.offset, event.text)
        case WordsMissed() if known := running.known(event.message_id):
            if missing := known.text[event.length :]:
                bus.publish(WordsAdded(known.message_id, known.room_id, event.length, missing))
