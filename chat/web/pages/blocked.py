"""Blocking somebody on their card, and `/settings/blocked`: whom one has blocked."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.accounts.items import Identity
from chat.storage.database import database
from chat.web.pages import forms, person
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import PathId, RowId
from chat.web.pages.frame import framed
from chat.web.pages.settings.tabs import SECURITY, TABS

PATH = "/settings/blocked"

NOTICES = {"removed": ("blocked", "Unblocked. They can write direct messages to you again.")}


def register() -> None:
    """Add the routes, before that of all other paths below `/settings`."""
    app.get(PATH)(show)
    app.get(f"{PATH}/{{part}}")(to_the_page)
    app.get(f"{person.PATH}/block")(person.to_the_page)
    app.get(f"{person.PATH}/unblock")(person.to_the_page)
    for each in (block, unblock, remove):
        each.register()


async def show(request: Request, actor: Actor, notice: str = "") -> Response:
    """Show the page."""
    return await draw(request, actor, notice_for(NOTICES, notice))


async def to_the_page(_actor: Actor, part: str) -> Response:  # noqa: ARG001 (whichever it is)
    """Redirect a reload of a form that was refused to the page with the form."""
    return forms.redirect(PATH)


async def draw(_request: Request, actor: Identity, outcome: Outcome) -> Response:
    """List whom one has blocked."""
    people = await database.read(rooms.blocked_people, actor.user)
    return await framed(
        actor.user,
        "blocked.html",
        error=outcome.error,
        outcome=outcome,
        tabs=TABS,
        here=SECURITY,
        viewer=actor.user,
        people=people,
    )


@form(f"{person.PATH}/block", page=person.PAGE, section="block")
async def block(request: Request, actor: Actor, user_id: PathId) -> Response:
    """Let somebody write no direct messages any more."""
    await rooms.block_person(actor.user, user_id)
    return person.PAGE.redirect(request, done("blocked"))


@form(f"{person.PATH}/unblock", page=person.PAGE, section="block")
async def unblock(request: Request, actor: Actor, user_id: PathId) -> Response:
    """Let somebody write again."""
    await rooms.unblock_person(actor.user, user_id)
    return person.PAGE.redirect(request, done("unblocked"))


@form(
    f"{PATH}/remove",
    page=FormPage(draw, lambda _request, _section, notice: f"{PATH}?notice={notice}", NOTICES),
    section="blocked",
)
async def remove(actor: Actor, user_id: RowId = 0) -> Done:
    """Let somebody write again, from the list."""
    await rooms.unblock_person(actor.user, user_id)
    return done("removed")
