"""`/rooms/{id}/leave`: leaving a room, once one has read what that means; and hiding direct messages."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.accounts.items import Identity, UserItem
from chat.rooms.items import SeenRoom
from chat.storage.database import database
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.browse import PAGE as BROWSE
from chat.web.pages.form import form
from chat.web.pages.form_page import NOTHING, FormPage, Outcome, done
from chat.web.pages.forms import PathId
from chat.web.pages.frame import framed
from chat.web.pages.room_seen import room_id_of, room_seen


@dataclass(frozen=True, slots=True)
class Leaving:
    """What it means to leave."""

    seen: SeenRoom
    is_last: bool
    is_only_manager: bool


def register() -> None:
    """Add the routes, before that of all rooms."""
    app.get("/rooms/{room_id}/leave")(show)
    leave.register()
    hide.register()


async def show(request: Request, actor: Actor) -> Response:
    """Ask."""
    return await draw(request, actor, NOTHING)


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the question."""
    here = await database.read(_leaving, actor.user, room_id_of(request))
    return await framed(actor.user, "leave_room.html", error=outcome.error, here=here, room=here.seen.room)


PAGE = FormPage(draw)


@form("/rooms/{room_id}/leave", page=PAGE, section="room")
async def leave(request: Request, actor: Actor, room_id: PathId) -> Response:
    """Leave a room."""
    await rooms.leave_room(actor.user, room_id)
    return BROWSE.redirect(request, done("left", room=room_id))


@form("/rooms/{room_id}/hide", page=PAGE, section="room")
async def hide(actor: Actor, room_id: PathId) -> Response:
    """Hide direct messages until somebody writes."""
    await rooms.hide_direct(actor.user, room_id)
    return forms.redirect(auth.HOME)


def _leaving(actor: UserItem, room_id: int) -> Leaving:
    seen = room_seen(actor, room_id)
    is_last = seen.is_member and rooms.member_listing(actor, room_id).total == 1
    return Leaving(seen, is_last, rooms.managers(actor, room_id) == {actor.id})
