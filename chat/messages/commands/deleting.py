"""Deleting messages for good, with all that belongs to them: what is left is a row that says that there was one."""

from collections.abc import Sequence

from chat.files import delete_files_of
from chat.messages.commands.thread_replies import note_deleted_reply
from chat.messages.events import MessageDeleted
from chat.messages.loading import load_items
from chat.messages.mentioned import load_mentions
from chat.realtime.bus import bus
from models import (
    Mention,
    Message,
    MessageGuise,
    MessageLink,
    MessageVersion,
    Pin,
    Reaction,
    Room,
    SavedMessage,
    now_ms,
)

PARTS = (Reaction, Mention, MessageLink, MessageVersion, Pin, MessageGuise)
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
    for message in messages:
        room.revision += 1
        message.body, message.html, message.reply_to = "", None, None
        message.kind, message.state = "", None
        message.deleted_at, message.revision = now, room.revision
        message.has_reactions = message.has_mentions = message.has_previews = False
        message.has_files = message.has_pin = False
        message.save(only=CHANGED)
    room.save(only=[Room.revision])
    for item in load_items(messages):
        bus.publish_on_commit(MessageDeleted(item, tuple(one.user_id for one in meant.get(item.id, ()))))
    if room.parent_id is not None and messages:
        note_deleted_reply(room)
