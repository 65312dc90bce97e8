"""Who may see which rooms. Every read of rooms, and of what is in them, asks here."""

from typing import Any

import peewee

from chat.accounts import is_active
from chat.accounts.items import UserItem
from chat.errors import NotFound
from models import Room, User, row_id


def visible_to(actor: UserItem) -> peewee.Function:
    """Query condition on `Room`: the actor may see it. Every active user sees every room, archived ones too."""
    viewer: Any = User.alias("viewer")  # a query around this may have another user in it, such as an author
    return peewee.fn.EXISTS(viewer.select(peewee.SQL("1")).where(viewer.id == actor.id, is_active(viewer)))


def room_for(actor: UserItem, room_id: int) -> Room:
    """Return a room's row; raises `NotFound` for a room that does not exist, or not for the actor."""
    return found(Room.select().where(Room.id == row_id(room_id), visible_to(actor)))


def found(rows: "peewee.ModelSelect[Room]") -> Room:
    """Return the first row; raises `NotFound` if there is none."""
    row: Room | None = rows.first()
    if row is None:
        raise NotFound("Room not found.")
    return row
