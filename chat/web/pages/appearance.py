"""`/settings/appearance`: how this browser shows the app."""

import asyncio
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat.accounts.items import Identity
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import FormPage, Outcome, notice_for
from chat.web.pages.forms import Field
from chat.web.pages.frame import frame
from chat.web.server import appearance

NOTICES = {"saved": ("appearance", "Saved. Pages that are open show it once they are loaded anew.")}

PATH = "/settings/appearance"


def register() -> None:
    """Add the routes, before that of all other paths below `/settings`."""
    app.get(PATH)(show)
    change.register()


async def show(request: Request, actor: Actor, notice: str = "") -> Response:
    """Show the choices."""
    return await draw(request, actor, notice_for(NOTICES, notice))


async def draw(_request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    values: dict[str, Any] = {what: appearance.chosen(what) for what in appearance.CHOICES}
    around = await frame(actor.user)
    shown = {"error": outcome.error, "outcome": outcome, "frame": around, "here": PATH, **values}
    return await asyncio.to_thread(forms.page, "appearance.html", **shown)


@form(PATH, page=FormPage(draw), section="appearance")
async def change(request: Request, actor: Actor, theme: Field = "", density: Field = "") -> Response:  # noqa: ARG001
    """Remember how this browser, whoever uses it, shows the app."""
    response = forms.redirect(f"{PATH}?notice=saved")
    appearance.remember(response, theme, density, is_secure=auth.is_secure(request))
    return response
