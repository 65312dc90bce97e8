"""`/admin/rooms`: the rooms, archived ones too; what else can be changed about a room is in its own settings."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from nicegui import app

from chat import rooms
from chat.accounts.items import Identity, UserItem
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.web.pages.actor import Administrator
from chat.web.pages.admin.tabs import GUARDS, ROOMS, TABS
from chat.web.pages.admin_view import View
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId
from chat.web.pages.tab import Tab

NOTICES = {
    "archived": ("rooms", "Room archived. It is now read-only."),
    "restored": ("rooms", "Room restored."),
    "default": ("rooms", "New people join this room from now on."),
    "not-default": ("rooms", "New people no longer join this room."),
}


def register() -> None:
    """Add the routes."""
    TAB.register()
    for each in (set_default, archive, restore):
        each.register()
        app.get(each.path, dependencies=list(GUARDS))(TAB.lead_back)


async def _load(request: Request, actor: Identity) -> Mapping[str, Any]:
    view = View.of(request.query_params)
    return {"listing": await database.read(_listing, actor.user, view), "view": view}


def _listing(actor: UserItem, view: View) -> Listing[RoomItem]:
    return rooms.room_listing(
        actor, view.rooms, view.rooms_page, is_archived=view.show == "archived", is_default=view.show == "default"
    )


TAB = Tab(ROOMS, "admin/rooms.html", TABS, _load, NOTICES, GUARDS)


def _back(request: Request, section: str, **more: Any) -> str:
    """Return the page's address with the list as it was."""
    return View.of(request.query_params).address(ROOMS, section=section, **more)


PAGE = TAB.forms(_back)


@form("/admin/rooms/default", page=PAGE, section="rooms")
async def set_default(actor: Administrator, room_id: RowId = 0, default: Field = "") -> Done:
    """Choose whether new people join a room."""
    room = await rooms.set_default_room(actor.user, room_id, is_default=default == "yes")
    return done("default" if room.is_default else "not-default")


@form("/admin/rooms/archive", page=PAGE, section="rooms")
async def archive(actor: Administrator, room_id: RowId = 0) -> Done:
    """Archive a room."""
    await rooms.archive_room(actor.user, room_id)
    return done("archived")


@form("/admin/rooms/restore", page=PAGE, section="rooms")
async def restore(actor: Administrator, room_id: RowId = 0) -> Done:
    """Restore an archived room."""
    await rooms.restore_room(actor.user, room_id)
    return done("restored")
