"""`/rooms/{id}/members/add`: adding people to a room."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.accounts.items import Identity, UserItem
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.web.pages.actor import Actor
from chat.web.pages.admin_view import View
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import PathId, RowId
from chat.web.pages.frame import framed
from chat.web.pages.members import name_of
from chat.web.pages.room_seen import address_of, lead_back, room_id_of, room_seen

NOTICES = {"added": ("people", "{name} is in this room now.")}


def register() -> None:
    """Add the routes, before that of all rooms."""
    app.get("/rooms/{room_id}/members/add")(show)
    add.register()
    lead_back("members")


async def show(request: Request, actor: Actor, notice: str = "", person: str = "") -> Response:
    """Show the page."""
    return await draw(request, actor, notice_for(NOTICES, notice, name=await name_of(person)))


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """List the people who are not in the room and match a search, one page of the list."""
    view = View.of(request.query_params)
    room, people = await database.read(_people, actor.user, room_id_of(request), view)
    return await framed(
        actor.user, "add_members.html", error=outcome.error, outcome=outcome, room=room, people=people, view=view
    )


@form("/rooms/{room_id}/members/add", page=FormPage(draw, address_of("members/add"), NOTICES), section="people")
async def add(actor: Actor, room_id: PathId, user_id: RowId = 0) -> Done:
    """Add somebody."""
    await rooms.add_member(actor.user, room_id, user_id)
    return done("added", person=user_id)


def _people(actor: UserItem, room_id: int, view: View) -> tuple[RoomItem, Listing[UserItem]]:
    return room_seen(actor, room_id).room, rooms.people_to_add(actor, room_id, view.people, view.people_page)
