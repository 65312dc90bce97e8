"""Reminders of messages that people have saved: chosen, cancelled, and sent by the app as direct messages."""

from chat import rooms
from chat.accounts import require_active_locked, time_in, user_item, zones_of
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.messages.commands.app_messages import tell_as_app
from chat.messages.commands.once import perform_once
from chat.messages.commands.revisions import lock_message
from chat.messages.commands.saved import keep
from chat.messages.reminding import due_at
from chat.storage.database import database
from chat.text import clean_client_id
from models import Message, SavedMessage, User, now_ms, row_id

ABOUT = "You asked to be reminded of this message:"
GONE = "You asked to be reminded of a message that is gone, or that you can no longer see."


async def remind_of(
    actor: UserItem, message_id: int, when: object, *, zone: object = "", client_id: object = None
) -> None:
    """Save a message for later, and have the actor reminded of it; another time takes the place of the one before.

    Raises as `save_message` does, and `Invalid` for the time.

    Args:
        actor: who wants to be reminded
        message_id: the message
        when: as of `due_at`
        zone: in which a time was chosen; without one that of the profile
        client_id: makes it safe to repeat
    """
    await database.write(_remind, actor, message_id, when, str(zone), clean_client_id(client_id))


async def cancel_reminder(actor: UserItem, message_id: int) -> None:
    """Have the actor not reminded of a message, which stays saved; where there is no reminder, nothing happens."""
    await database.write(_cancel, actor, row_id(message_id))


async def send_due_reminders(home: str) -> None:
    """Send what is due, also what should have been sent while nothing ran; each is sent once, whoever looks.

    The message, and that it was sent, are one change: whatever breaks off before has sent nothing.

    Args:
        home: the address of the app, before the paths of its links
    """
    while await database.read(_is_any_due) and await database.write(_send_next, home):
        pass


def _remind(actor: UserItem, message_id: int, when: object, zone: str, client_id: str | None) -> None:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    perform_once(row, client_id, f"remind {message.id}", lambda: _choose(row, message, when, zone))


def _choose(row: User, message: Message, when: object, zone: str) -> None:
    at = due_at(when, zone if time_in(zone) else zones_of([row.id]).get(row.id, ""))
    keep(row, message)
    mine = (SavedMessage.user == row) & (SavedMessage.message == message)
    SavedMessage.update(remind_at=at).where(mine).execute()


def _cancel(actor: UserItem, message_id: int) -> None:
    row = require_active_locked(actor)
    mine = (SavedMessage.user == row) & (SavedMessage.message == message_id)
    SavedMessage.update(remind_at=None).where(mine).execute()


def _is_any_due() -> bool:
    return SavedMessage.select().where(SavedMessage.remind_at <= now_ms()).exists()


def _send_next(home: str) -> bool:
    """Send the reminder that has waited longest; return whether there was one."""
    due = SavedMessage.select(SavedMessage, User).join(User).where(SavedMessage.remind_at <= now_ms())
    saved = due.order_by(SavedMessage.remind_at, SavedMessage.id).first()
    if saved is None:
        return False
    SavedMessage.update(remind_at=None).where(SavedMessage.id == saved.id).execute()
    person = saved.user
    tell_as_app(person, _text(user_item(person), saved.message_id, home))
    return True


def _text(person: UserItem, message_id: int, home: str) -> str:
    """Return the text of a reminder; if the person can no longer see the message, that it is gone."""
    message = Message.get_or_none(Message.id == message_id, Message.deleted_at.is_null())
    try:
        room = rooms.room_for(person, message.room_id if message else 0)
    except NotFound:
        return GONE
    return f"{ABOUT}\n{home}/rooms/{room.parent_id or room.id}/@{message_id}"
