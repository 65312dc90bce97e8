"""Adding and removing reactions."""

from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotFound
from chat.messages.commands.once import perform_once
from chat.messages.commands.revisions import lane_key_for, lock_message, save_and_publish
from chat.messages.emoji import emoji_names
from chat.messages.events import MessageReacted
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.rooms import lock_writable_room
from chat.storage.database import database
from chat.text import clean_client_id
from models import Message, Reaction, User

MAX_KINDS = 20
"""Maximum number of different emoji on a message."""


async def react(actor: UserItem, message_id: int, emoji: object, *, on: bool, client_id: object = None) -> MessageItem:
    """Add or remove the actor's reaction and return the message; repeating it changes nothing.

    With a `client_id`, repeating it changes nothing even if the actor has changed their mind in the meantime.
    Raises `NotFound` for the message, `Forbidden` in an archived room, and `Invalid` for what is no emoji, one kind
    too many, or the client id.
    """
    if not isinstance(emoji, str) or emoji not in emoji_names():
        raise Invalid("This emoji is not supported.")
    key, lane_key = clean_client_id(client_id), await lane_key_for(message_id)
    return await database.write_concurrent(lane_key, _react, actor, message_id, emoji, on, key)


def _react(actor: UserItem, message_id: int, emoji: str, on: bool, client_id: str | None) -> MessageItem:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    perform_once(row, client_id, f"react {message.id}", lambda: _change(actor, row, message, emoji, on))
    return load_item(message)


def _change(actor: UserItem, row: User, message: Message, emoji: str, on: bool) -> None:
    if message.deleted_at:
        raise NotFound("This message has been deleted.")
    room = lock_writable_room(actor, message.room_id)
    if _add(row, message, emoji) if on else _remove(row, message, emoji):
        save_and_publish(message, room, MessageReacted)


def _add(row: User, message: Message, emoji: str) -> bool:
    there = list(Reaction.select().where(Reaction.message == message))
    if any(reaction.emoji == emoji and reaction.user_id == row.id for reaction in there):
        return False
    kinds = {reaction.emoji for reaction in there}
    if emoji not in kinds and len(kinds) >= MAX_KINDS:
        raise Invalid(f"A message can have at most {MAX_KINDS} different emoji.")
    Reaction.create(message=message, user=row, emoji=emoji)
    return True


def _remove(row: User, message: Message, emoji: str) -> bool:
    mine = Reaction.delete().where(Reaction.message == message, Reaction.user == row, Reaction.emoji == emoji)
    return bool(mine.execute())
