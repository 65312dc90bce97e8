"""`/rooms/archived`: the rooms that have been put away, to be read."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.storage.database import database
from chat.web.pages.actor import Actor
from chat.web.pages.admin_view import View
from chat.web.pages.frame import framed


def register() -> None:
    """Add the route, before that of all rooms."""
    app.get("/rooms/archived")(show)


async def show(request: Request, actor: Actor) -> Response:
    """List archived rooms that match a search, by name, one page of the list."""
    view = View.of(request.query_params)
    listing = await database.read(rooms.room_listing, actor.user, view.rooms, view.archived_page, is_archived=True)
    return await framed(actor.user, "archived.html", listing=listing, view=view)
