"""`/settings/appearance`: how this browser shows the app."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from chat.accounts.items import Identity
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.forms import Field
from chat.web.pages.settings.tabs import APPEARANCE, TABS
from chat.web.pages.tab import Tab
from chat.web.server import appearance

NOTICES = {"saved": ("appearance", "Saved. Pages that are open show it once they are loaded anew.")}


def register() -> None:
    """Add the routes."""
    TAB.register()
    change.register()


async def _load(_request: Request, _actor: Identity) -> Mapping[str, Any]:
    return {what: appearance.chosen(what) for what in appearance.CHOICES}


TAB = Tab(APPEARANCE, "settings/appearance.html", TABS, _load, NOTICES)


@form(APPEARANCE, page=TAB.forms(), section="appearance")
async def change(request: Request, actor: Actor, theme: Field = "", density: Field = "") -> Response:  # noqa: ARG001
    """Remember how this browser, whoever uses it, shows the app."""
    response = forms.redirect(f"{APPEARANCE}?notice=saved")
    appearance.remember(response, theme, density, is_secure=auth.is_secure(request))
    return response
