"""Starring rooms: each person's starred rooms stand on top of their list."""

from chat.accounts import require_active
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.rooms.access import membership, refuse_thread, room_for
from chat.rooms.commands.listed import publish_membership
from chat.storage.database import database
from models import now_ms


async def star_room(actor: UserItem, room_id: int) -> None:
    """Put a room on top of the actor's list; one that is there stays so.

    Raises `NotFound`, and `Invalid` for a room that the actor is not in.
    """
    await database.write(_star, actor, room_id, is_starred=True)


async def unstar_room(actor: UserItem, room_id: int) -> None:
    """Put a room back among the others in the actor's list.

    Raises `NotFound`, and `Invalid` for a room that the actor is not in.
    """
    await database.write(_star, actor, room_id, is_starred=False)


def _star(actor: UserItem, room_id: int, *, is_starred: bool) -> None:
    row, room = require_active(actor), room_for(actor, room_id)
    refuse_thread(room)
    mine = membership(room, row.id)
    if mine is None:
        raise Invalid("Join this room first, then star it.")
    if (mine.starred_at is not None) != is_starred:
        mine.starred_at = now_ms() if is_starred else None
        publish_membership(room, mine)
