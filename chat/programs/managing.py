"""Who gives programs what they speak and listen by: whoever manages the room."""

from chat import rooms
from chat.accounts import require_active
from chat.accounts.items import UserItem
from chat.errors import Forbidden
from models import Room, User


def require_manager(actor: UserItem, room_id: int) -> tuple[User, Room]:
    """Return the rows of the actor and of a room that they manage; raises `NotFound` and `Forbidden`."""
    row, room = require_active(actor), rooms.room_for(actor, room_id)
    if room.kind not in ("open", "closed") or not rooms.may_manage(actor, room.id):
        raise Forbidden("Only a room’s managers can do this.")
    return row, room
