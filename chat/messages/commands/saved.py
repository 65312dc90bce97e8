"""Saving messages for later, and removing them from what is saved."""

from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotFound
from chat.messages.commands.once import perform_once
from chat.messages.commands.revisions import lock_message
from chat.storage.database import database
from chat.text import clean_client_id
from models import Message, SavedMessage, User, row_id

MAX_SAVED = 1000
"""Maximum number of messages that one person keeps."""


async def save_message(actor: UserItem, message_id: int, *, client_id: object = None) -> None:
    """Save a message for later; saving it again changes nothing.

    With a `client_id`, repeating it changes nothing even if the message was removed in the meantime.
    Raises `NotFound`, and `Invalid` past the maximum or for the client id.
    """
    await database.write(_save, actor, message_id, clean_client_id(client_id))


async def unsave_message(actor: UserItem, message_id: int, *, client_id: object = None) -> None:
    """Remove a message from what the actor has saved; what is not there is no error.

    With a `client_id`, repeating it changes nothing even if the message was saved again in the meantime.
    """
    await database.write(_unsave, actor, row_id(message_id), clean_client_id(client_id))


def _save(actor: UserItem, message_id: int, client_id: str | None) -> None:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    perform_once(row, client_id, f"save {message.id}", lambda: keep(row, message))


def keep(row: User, message: Message) -> None:
    """Save a locked message, inside a change, unless it is saved already."""
    if message.deleted_at:
        raise NotFound("This message has been deleted.")
    mine = SavedMessage.select().where(SavedMessage.user == row)
    if mine.where(SavedMessage.message == message).exists():
        return
    if mine.count() >= MAX_SAVED:
        raise Invalid(f"You can save at most {MAX_SAVED:,} messages. Remove some first.")
    SavedMessage.create(user=row, message=message)


def _unsave(actor: UserItem, message_id: int, client_id: str | None) -> None:
    row = require_active_locked(actor)
    perform_once(row, client_id, f"unsave {message_id}", lambda: _remove(row, message_id))


def _remove(row: User, message_id: int) -> None:
    SavedMessage.delete().where(SavedMessage.user == row, SavedMessage.message == message_id).execute()
