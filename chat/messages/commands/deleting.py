"""Deleting messages for good, with all that belongs to them: what is left is a row that says that there was one."""

from collections.abc import Sequence
from functools import partial

from chat.files import delete_files_of
from chat.messages import running
from chat.messages.commands.revisions import move_on, publish_change, save_revision
from chat.messages.commands.thread_replies import note_deleted_reply
from chat.messages.events import MessageDeleted
from chat.messages.loading import load_items
from chat.messages.mentioned import load_mentions
from chat.storage.transactions import on_commit
from models import (
    Mention,
    Message,
    MessageGuise,
    MessageLink,
    MessageVersion,
    Pin,
    Reaction,
    Room,
    RunningText,
    SavedMessage,
    now_ms,
)

PARTS = (Reaction, Mention, MessageLink, MessageVersion, Pin, MessageGuise, RunningText)
"""What goes with a message: tables with a column `message`."""

UNREMINDED = SavedMessage.remind_at.is_null()
"""Where nobody is to be reminded, that a message was saved goes with it; others are told that it is gone."""

CHANGED = (
    *(Message.body, Message.html, Message.reply_to, Message.deleted_at, Message.revision),
    *(Message.kind, Message.state),
)


def delete_locked(messages: Sequence[Message], room: Room) -> None:
    """Delete locked messages of a locked room, inside a change, and publish that."""
    ids, now = [message.id for message in messages], now_ms()
    meant = load_mentions(ids)
    for part in PARTS:
        part.delete().where(part.message.in_(ids)).execute()
    SavedMessage.delete().where(SavedMessage.message.in_(ids), UNREMINDED).execute()
    delete_files_of(ids)
    numbers = []
    for message in messages:
        move_on(room)
        numbers.append(room.below)
        if not message.body:
            on_commit(partial(running.forget, message.id))
        message.body, message.html, message.reply_to = "", None, None
        message.kind, message.state = "", None
        message.deleted_at, message.revision = now, room.revision
        message.has_reactions = message.has_mentions = message.has_previews = False
        message.has_files = message.has_pin = False
        message.save(only=CHANGED)
    save_revision(room)
    for item, number in zip(load_items(messages), numbers, strict=True):
        publish_change(MessageDeleted(item, tuple(one.user_id for one in meant.get(item.id, ()))), room, number)
    if room.parent_id is not None and messages:
        note_deleted_reply(room)
