"""`/admin/rooms`: forms that change rooms."""

from chat import rooms
from chat.web.pages.actor import Administrator
from chat.web.pages.admin import ADMIN
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId

ROOM = "room-{room_id}"
"""The forms of one room are one section of the page."""


def register() -> None:
    """Add the routes."""
    for each in (change, set_default, archive, restore):
        each.register()


@form("/admin/rooms/change", page=ADMIN, section=ROOM)
async def change(actor: Administrator, room_id: RowId = 0, name: Field = "", description: Field = "") -> Done:
    """Give a room another name and description."""
    await rooms.rename_room(actor.user, room_id, name, description)
    return done("room")


@form("/admin/rooms/default", page=ADMIN, section=ROOM)
async def set_default(actor: Administrator, room_id: RowId = 0, default: Field = "") -> Done:
    """Choose whether new people join a room."""
    room = await rooms.set_default_room(actor.user, room_id, is_default=default == "yes")
    return done("default" if room.is_default else "not-default")


@form("/admin/rooms/archive", page=ADMIN, section=ROOM)
async def archive(actor: Administrator, room_id: RowId = 0) -> Done:
    """Archive a room."""
    await rooms.archive_room(actor.user, room_id)
    return done("archived")


@form("/admin/rooms/restore", page=ADMIN, section=ROOM)
async def restore(actor: Administrator, room_id: RowId = 0) -> Done:
    """Restore an archived room."""
    await rooms.restore_room(actor.user, room_id)
    return done("restored")
