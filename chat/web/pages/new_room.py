"""`/rooms/new`: making a room."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.accounts.items import Identity, UserItem
from chat.storage.database import database
from chat.web.pages import forms
from chat.web.pages.form_submission import NOTHING, Actor, Outcome, Submission
from chat.web.pages.forms import Field
from chat.web.server.limits import ROOM_MAKING


def register() -> None:
    """Add the routes, before that of all rooms."""
    app.get("/rooms/new")(show)
    forms.post("/rooms/new", create)


async def show(actor: Actor) -> Response:
    """Show the form."""
    return await page(actor, NOTHING)


async def create(request: Request, actor: Actor, name: Field = "", description: Field = "") -> Response:
    """Make the room and go there."""
    submission = Submission(request, actor, page, "room", {"name": name, "description": description}, limit=ROOM_MAKING)
    return await submission.run(
        lambda: rooms.create_room(actor.user, name, description), lambda room: forms.redirect(f"/rooms/{room.id}")
    )


async def page(actor: Identity, outcome: Outcome) -> Response:
    """Draw the page."""
    has_rooms = await database.read(_has_rooms, actor.user)
    return forms.page("new_room.html", error=outcome.error, outcome=outcome, has_rooms=has_rooms)


def _has_rooms(actor: UserItem) -> bool:
    return any(rooms.room_listing(actor, is_archived=is_archived).total for is_archived in (False, True))
