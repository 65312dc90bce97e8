"""Typing notifications."""

from chat.accounts import hides_presence, require_active, user_item
from chat.accounts.items import UserItem
from chat.messages.events import UserTyping
from chat.realtime.bus import bus
from chat.rooms import require_writable_room
from chat.storage.database import database


async def notify_typing(actor: UserItem, room_id: int, *, is_typing: bool = True) -> None:
    """Show in a room that the actor is typing, or no more; nothing is stored.

    Whoever sends what they typed need not stop first: the message ends it. Of who hides their presence nothing is told.

    Raises `NotFound` for the room and `Forbidden` for an archived one.
    """
    if typist := await database.read(_typist, actor, room_id):
        # Nothing is stored, so there is no commit to wait for.
        bus.publish(UserTyping(room_id, typist, is_typing))


def _typist(actor: UserItem, room_id: int) -> UserItem | None:
    row = require_active(actor)
    require_writable_room(actor, room_id)
    return None if hides_presence(row.id) else user_item(row)
