"""`/admin/place`: what holds for the whole place, such as who may register."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from nicegui import app

from chat import accounts, messages, rooms
from chat.accounts.items import Identity, Registration, UserItem
from chat.errors import about_field
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.web.pages.actor import Administrator
from chat.web.pages.admin.tabs import GUARDS, PLACE, TABS
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field
from chat.web.pages.tab import Tab

NOTICES = {
    "registration": ("registration", "Registration saved."),
    "name": ("name", "Name saved."),
    "logo": ("logo", "Logo saved."),
    "no-logo": ("logo", "Logo removed."),
    "previews": ("previews", "Links saved."),
}


def register() -> None:
    """Add the routes."""
    TAB.register()
    set_registration.register()
    set_previews.register()
    app.get(set_previews.path, dependencies=list(GUARDS))(TAB.lead_back)
    app.get(set_registration.path, dependencies=list(GUARDS))(TAB.lead_back)


async def _load(_request: Request, actor: Identity) -> Mapping[str, Any]:
    registration, default, makes_previews = await database.read(_read, actor.user)
    return {
        "registration": registration,
        "makes_previews": makes_previews,
        "default_rooms": default,
        "asks_password": not accounts.has_recent_password(actor),
    }


def _read(actor: UserItem) -> tuple[Registration, Listing[RoomItem], bool]:
    return accounts.registration(), rooms.room_listing(actor, is_default=True), messages.makes_previews()


TAB = Tab(PLACE, "admin/place.html", TABS, _load, NOTICES, GUARDS)
PAGE = TAB.forms()


@form("/admin/registration", page=PAGE, section="registration", confirm="if given")
async def set_registration(actor: Administrator, mode: Field = "") -> Done:
    """Set who may register."""
    with about_field("mode"):
        await accounts.set_registration(actor, mode)
    return done("registration")


@form("/admin/link-previews", page=PAGE, section="previews")
async def set_previews(actor: Administrator, previews: Field = "") -> Done:
    """Choose whether pages that messages link to are shown."""
    await messages.set_link_previews(actor.user, on=bool(previews))
    return done("previews")
