"""Keeping the texts that messages had before edits, where an administrator wants it, and forgetting them."""

from collections.abc import Collection

from chat.messages.commands.revisions import save_and_publish
from chat.messages.events import VersionsForgotten
from chat.messages.loading import select_messages
from chat.messages.retention import keeps_history
from chat.rooms import unchecked
from models import Message, MessageVersion, lock_for_update


def note_version(message: Message) -> None:
    """Keep the text of a locked message that is about to get another one, if edits keep it."""
    if keeps_history():
        MessageVersion.create(message=message, body=message.body, written_at=message.edited_at or message.created_at)


def forget_versions(room_id: int, message_ids: Collection[int]) -> None:
    """Forget what messages of a room were before, inside a change, and publish that; nothing where edits keep it."""
    rows = select_messages().where(Message.id.in_(list(message_ids)), Message.room == room_id)
    locked = list(lock_for_update(rows.order_by(Message.id), of=Message))
    room = unchecked.locked_room(room_id)
    if keeps_history():  # turned on again a moment ago
        return
    for message in locked:
        MessageVersion.delete().where(MessageVersion.message == message).execute()
        save_and_publish(message, room, VersionsForgotten)
