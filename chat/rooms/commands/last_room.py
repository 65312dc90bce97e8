"""Noting where somebody is, so that they come back there."""

from chat.accounts import require_active
from chat.accounts.items import UserItem
from chat.rooms.access import refuse_thread, room_for
from chat.storage.database import database
from models import Membership, now_ms


async def note_opened(actor: UserItem, room_id: int) -> None:
    """Note that the actor has opened a room; of one that they are not in, nothing is noted. Raises `NotFound`."""
    await database.write(_note, actor, room_id)


def _note(actor: UserItem, room_id: int) -> None:
    row, room = require_active(actor), room_for(actor, room_id)
    refuse_thread(room)
    mine = (Membership.room == room) & (Membership.user == row) & Membership.left_at.is_null()
    Membership.update(opened_at=now_ms()).where(mine).execute()
