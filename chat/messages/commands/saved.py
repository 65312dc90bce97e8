"""Saving messages for later, and removing them from what is saved."""

from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotFound
from chat.messages.commands.revisions import lock_message
from chat.storage.database import database
from models import SavedMessage, row_id

MAX_SAVED = 1000
"""Maximum number of messages that one person keeps."""


async def save_message(actor: UserItem, message_id: int) -> None:
    """Save a message for later; saving it again changes nothing. Raises `NotFound`, and `Invalid` past the maximum."""
    await database.write(_save, actor, message_id)


async def unsave_message(actor: UserItem, message_id: int) -> None:
    """Remove a message from what the actor has saved; what is not there is no error."""
    await database.write(_unsave, actor, message_id)


def _save(actor: UserItem, message_id: int) -> None:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    if message.deleted_at:
        raise NotFound("This message has been deleted.")
    mine = SavedMessage.select().where(SavedMessage.user == row)
    if mine.where(SavedMessage.message == message).exists():
        return
    if mine.count() >= MAX_SAVED:
        raise Invalid(f"You can save at most {MAX_SAVED:,} messages. Remove some first.")
    SavedMessage.create(user=row, message=message)


def _unsave(actor: UserItem, message_id: int) -> None:
    row = require_active_locked(actor)
    SavedMessage.delete().where(SavedMessage.user == row, SavedMessage.message == row_id(message_id)).execute()
