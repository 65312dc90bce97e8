"""`/rooms/new`: making a room."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.accounts.items import Identity, UserItem
from chat.storage.database import database
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import NOTHING, FormPage, Outcome
from chat.web.pages.forms import Field
from chat.web.pages.frame import framed
from chat.web.server.limits import ROOM_MAKING


def register() -> None:
    """Add the routes, before that of all rooms."""
    app.get("/rooms/new")(show)
    create.register()


async def show(request: Request, actor: Actor) -> Response:
    """Show the form."""
    return await draw(request, actor, NOTHING)


async def draw(_request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    has_rooms = await database.read(_has_rooms, actor.user)
    return await framed(actor.user, "new_room.html", error=outcome.error, outcome=outcome, has_rooms=has_rooms)


@form("/rooms/new", page=FormPage(draw), section="room", limit=ROOM_MAKING)
async def create(actor: Actor, name: Field = "", description: Field = "", kind: Field = "open") -> Response:
    """Create the room and go there."""
    room = await rooms.create_room(actor.user, name, description, kind)
    return forms.redirect(f"/rooms/{room.id}")


def _has_rooms(actor: UserItem) -> bool:
    return any(rooms.room_listing(actor, is_archived=is_archived).total for is_archived in (False, True))
