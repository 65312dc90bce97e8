"""`/rooms/browse`: all open rooms, to be joined and left."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.accounts.items import Identity, UserItem
from chat.errors import NotFound
from chat.storage.database import database
from chat.text import parse_id
from chat.web.components.shared.text_direction import isolate
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.admin_view import View
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import RowId
from chat.web.pages.frame import framed

PATH = "/rooms/browse"
NOTICES = {"joined": ("rooms", "You are in {name} now."), "left": ("rooms", "You have left {name}.")}


def register() -> None:
    """Add the routes, before that of all rooms."""
    app.get(PATH)(show)
    app.get(f"{PATH}/{{part}}")(to_the_page)
    join.register()
    leave.register()


async def show(request: Request, actor: Actor, notice: str = "", room: str = "") -> Response:
    """Show the page."""
    name = await database.read(_name_of, actor.user, parse_id(room)) if room else "the room"
    return await draw(request, actor, notice_for(NOTICES, notice, name=name))


async def to_the_page(_actor: Actor, part: str) -> Response:  # noqa: ARG001 (whichever it is)
    """Redirect a reload of a form that was refused to the page with the form."""
    return forms.redirect(PATH)


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """List the open rooms that match a search, by name, one page of the list."""
    view = View.of(request.query_params)
    listing = await database.read(rooms.browse_listing, actor.user, view.rooms, view.rooms_page)
    return await framed(actor.user, "browse.html", error=outcome.error, outcome=outcome, listing=listing, view=view)


def _back(request: Request, _section: str, **more: str) -> str:
    return View.of(request.query_params).address(PATH, **more)


PAGE = FormPage(draw, _back, NOTICES)


@form(f"{PATH}/join", page=PAGE, section="rooms")
async def join(actor: Actor, room_id: RowId = 0) -> Done:
    """Join a room."""
    await rooms.join_room(actor.user, room_id)
    return done("joined", room=room_id)


@form(f"{PATH}/leave", page=PAGE, section="rooms")
async def leave(actor: Actor, room_id: RowId = 0) -> Done:
    """Leave a room, which may be joined again."""
    await rooms.leave_room(actor.user, room_id)
    return done("left", room=room_id)


def _name_of(actor: UserItem, room_id: int) -> str:
    try:
        return isolate(rooms.room(actor, room_id).name)
    except NotFound:  # a closed one that one has left, or nobody's id
        return "the room"
