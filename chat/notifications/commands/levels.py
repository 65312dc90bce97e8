"""Choosing of what in a room one wants to be told."""

from typing import cast, get_args

from chat import rooms
from chat.accounts import require_active
from chat.accounts.items import UserItem
from chat.errors import Forbidden, Invalid
from chat.notifications.events import LevelChanged
from chat.realtime.bus import bus
from chat.rooms.items import Level
from chat.storage.database import database
from models import row_id


async def set_level(actor: UserItem, room_id: int, level: object) -> None:
    """Choose of what in a room one wants to be told.

    Raises `NotFound` for the room, `Forbidden` if one is not in it, and `Invalid` for the level.
    """
    if level not in get_args(Level):
        raise Invalid("There is no such setting.")
    await database.write_concurrent(row_id(room_id), _set_level, actor, room_id, cast("Level", level))


def _set_level(actor: UserItem, room_id: int, level: Level) -> None:
    require_active(actor)
    room = rooms.room_for(actor, room_id)
    mine = rooms.membership(room, actor.id)
    if mine is None:
        raise Forbidden("Join this room first.")
    if mine.level != level:
        mine.level = level
        mine.save(only=[type(mine).level])
    bus.publish_on_commit(LevelChanged(actor.id, room.id, level))
