"""Describing the files of a message."""

from functools import partial

from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.files import change_alt, clean_alt
from chat.messages.commands.once import perform_once
from chat.messages.commands.revisions import lane_key_for, lock_message, save_and_publish
from chat.messages.events import MessageEdited
from chat.messages.loading import load_item
from chat.rooms import lock_writable_room
from chat.storage.database import database
from chat.text import clean_client_id
from models import Message


async def describe_file(
    actor: UserItem, message_id: int, file_id: int, text: object, *, client_id: object = None
) -> None:
    """Say in words what a file of the actor's own message shows; its text stays as it is, and is not marked as edited.

    `client_id` makes it safe to repeat. Raises `NotFound` for the message or the file, `Forbidden` for those of others
    and in an archived room, and `Invalid` for the text or the client id.
    """
    alt, key, lane_key = clean_alt(text), clean_client_id(client_id), await lane_key_for(message_id)
    await database.write_concurrent(lane_key, _describe, actor, message_id, (file_id, alt), key)


def _describe(actor: UserItem, message_id: int, described: tuple[int, str], client_id: str | None) -> None:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    file_id, _ = described
    action = f"describe {file_id} of {message.id}"
    perform_once(row, client_id, action, lambda: _change(actor, message, described))


def _change(actor: UserItem, message: Message, described: tuple[int, str]) -> None:
    room = lock_writable_room(actor, message.room_id)
    if change_alt(message, actor, *described):
        mentioned = load_item(message).mentioned_ids
        save_and_publish(message, room, partial(MessageEdited, mentioned_before=mentioned))
