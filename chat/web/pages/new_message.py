"""`/messages/new`: choosing people, and opening the direct messages with them.

Whoever is chosen stays so through searches: the boxes are fields of the search, and of the form that is posted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, rooms
from chat.accounts.items import Identity, UserItem
from chat.errors import Invalid
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.text import parse_id
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.admin_view import View
from chat.web.pages.form import form
from chat.web.pages.form_page import NOTHING, FormPage, Outcome
from chat.web.pages.forms import RowIds
from chat.web.pages.frame import framed

PATH = "/messages/new"

MOST_SHOWN = 50
"""How many of the chosen people are shown again, of whom a message can have fewer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is chosen, and who can be."""

    chosen: Sequence[UserItem]
    found: Listing[UserItem]


def register() -> None:
    """Add the routes."""
    app.get(PATH)(show)
    start.register()


async def show(request: Request, actor: Actor) -> Response:
    """Show the people that match a search, and who is chosen already."""
    return await draw(request, actor, NOTHING)


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    fields = await forms.sent(request)
    view = View.of(fields)
    ids = [parse_id(text) for text in fields.getlist("person")][:MOST_SHOWN]
    choice = await database.read(_choice, actor.user, view, ids)
    return await framed(
        actor.user,
        "new_message.html",
        error=outcome.error,
        viewer=actor.user,
        view=view,
        choice=choice,
        most=rooms.MAX_PEOPLE - 1,
    )


@form(PATH, page=FormPage(draw), section="people")
async def start(actor: Actor, person: RowIds = []) -> Response:  # noqa: B006 (FastAPI copies it)
    """Open the direct messages with the chosen people."""
    if not person:
        raise Invalid("Choose who to write to.")
    room = await rooms.open_direct(actor.user, person)
    return forms.redirect(f"/rooms/{room.id}")


def _choice(actor: UserItem, view: View, ids: Sequence[int]) -> Choice:
    chosen = accounts.people_named([user_id for user_id in ids if user_id != actor.id])
    without = {actor.id, *(user.id for user in chosen)}
    return Choice(chosen, accounts.directory(view.people, view.people_page, without=without))
