"""`/admin/place`: what holds for the whole place, such as who may register."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from nicegui import app

from chat import accounts, messages, rooms
from chat.accounts.items import Identity, UserItem
from chat.errors import about_field
from chat.live.registry import plugins
from chat.storage.database import database
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
    "retention": ("retention", "Saved. What is too old is deleted in the next minutes."),
    "for-ever": ("retention", "Saved. Messages are kept forever, except in rooms with their own rule."),
    "history": ("history", "Saved. Earlier versions are kept from now on."),
    "no-history": ("history", "Saved. Earlier versions are no longer kept, and those that were are deleted."),
}


def register() -> None:
    """Add the routes."""
    TAB.register()
    for each in (set_registration, set_previews, set_retention, set_history):
        each.register()
        app.get(each.path, dependencies=list(GUARDS))(TAB.lead_back)


async def _load(_request: Request, actor: Identity) -> Mapping[str, Any]:
    values = await database.read(_read, actor.user)
    return values | {"asks_password": not accounts.has_recent_password(actor)}


def _read(actor: UserItem) -> dict[str, Any]:
    return {
        "registration": accounts.registration(),
        "default_rooms": rooms.room_listing(actor, is_default=True),
        "makes_previews": messages.makes_previews(),
        "kept_days": rooms.place_days(),
        "keeps_history": messages.keeps_history(),
        "plugins": list(plugins.values()),
    }


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


@form("/admin/retention", page=PAGE, section="retention")
async def set_retention(actor: Administrator, days: Field = "", sure: Field = "") -> Done:
    """Choose for how long messages are kept; `sure` are the days of which the question was asked that is answered."""
    with about_field("days"):
        await messages.set_place_retention(actor.user, days.strip(), is_sure=days.strip() == sure.strip())
    return done("retention" if days.strip() else "for-ever")


@form("/admin/edit-history", page=PAGE, section="history")
async def set_history(actor: Administrator, history: Field = "", sure: Field = "") -> Done:
    """Choose whether edits keep the texts before."""
    await messages.set_edit_history(actor.user, on=bool(history), is_sure=bool(sure))
    return done("history" if history else "no-history")
