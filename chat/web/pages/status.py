"""`/settings/status`: how one is, until when, and whether one is seen active and typing."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import Identity
from chat.errors import Invalid
from chat.storage.database import database
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import Field

PATH = "/settings/status"

NOTICES = {
    "set": ("status", "Status set."),
    "cleared": ("status", "Status cleared."),
    "shown": ("presence", "Others see when you are active or typing."),
    "hidden": ("presence", "You are shown as offline, and nobody sees you typing."),
}

LASTS = {
    "always": "Don’t clear",
    "30-minutes": "30 minutes",
    "1-hour": "1 hour",
    "today": "Today",
    "this-week": "This week",
}
"""When a status is cleared, as the form says it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A status that a press sets."""

    emoji: str
    text: str
    lasts: str


SUGGESTIONS = {
    "meeting": Suggestion("📅", "In a meeting", "1-hour"),
    "commuting": Suggestion("🚌", "Commuting", "30-minutes"),
    "sick": Suggestion("🤒", "Out sick", "today"),
    "vacation": Suggestion("🌴", "On vacation", "always"),
    "remote": Suggestion("🏡", "Working remotely", "today"),
}


def register() -> None:
    """Add the routes, before that of all paths below the settings."""
    app.get(PATH)(show)
    app.get(f"{PATH}/{{part}}")(to_the_page)
    for each in (change, suggested, clear, show_presence):
        each.register()


async def show(request: Request, actor: Actor, notice: str = "") -> Response:
    """Show the page."""
    return await draw(request, actor, notice_for(NOTICES, notice))


async def to_the_page(_actor: Actor, part: str) -> Response:  # noqa: ARG001 (whichever it is)
    """Redirect a reload of a form that was refused to the page with the form."""
    return forms.redirect(PATH)


async def draw(_request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    return forms.page(
        "status.html",
        error=outcome.error,
        outcome=outcome,
        profile=await database.read(accounts.profile, actor.user.id),
        lasts=LASTS,
        suggestions=SUGGESTIONS,
    )


PAGE = FormPage(draw, lambda _request, section, notice: f"{PATH}?notice={notice}#{section}", NOTICES)


@form(f"{PATH}/change", page=PAGE, section="status")
async def change(actor: Actor, emoji: Field = "", text: Field = "", lasts: Field = "always") -> Done:
    """Set a status that was typed."""
    until = await database.read(_end_of, actor.user.id, lasts)
    await accounts.set_status(actor.user, emoji, text, until)
    return done("set" if emoji.strip() or text.strip() else "cleared")


@form(f"{PATH}/suggested", page=PAGE, section="status")
async def suggested(actor: Actor, status: Field = "") -> Done:
    """Set a status that was suggested."""
    if status not in SUGGESTIONS:
        raise Invalid("Choose one of the suggestions.")
    chosen = SUGGESTIONS[status]
    until = await database.read(_end_of, actor.user.id, chosen.lasts)
    await accounts.set_status(actor.user, chosen.emoji, chosen.text, until)
    return done("set")


@form(f"{PATH}/clear", page=PAGE, section="status")
async def clear(actor: Actor) -> Done:
    """Have no status any more."""
    await accounts.set_status(actor.user, "", "")
    return done("cleared")


@form(f"{PATH}/presence", page=PAGE, section="presence")
async def show_presence(actor: Actor, shown: Field = "") -> Done:
    """Be seen active and typing, or no more."""
    await accounts.show_presence(actor.user, is_shown=shown == "yes")
    return done("shown" if shown == "yes" else "hidden")


def _end_of(user_id: int, lasts: str) -> int | None:
    return accounts.end_of(lasts, accounts.profile(user_id).zone)
