"""`/search`: opens the panel to search in beside the room that one had open last; with `?q=`, it searches at once."""

from urllib.parse import urlencode

from fastapi.responses import RedirectResponse, Response
from nicegui import app

from chat import rooms
from chat.storage.database import database
from chat.web import auth
from chat.web.components.search.search_panel import MAX_TEXT
from chat.web.pages.actor import Actor

PATH = "/search"


def register() -> None:
    """Add the route."""
    app.get(PATH)(show)


async def show(actor: Actor, q: str = "") -> Response:
    """Go on to the room, where search_box.js takes the text out of the address."""
    last = await database.read(rooms.room_to_open, actor.user)
    room = f"{auth.HOME}/{last}" if last else auth.HOME
    return RedirectResponse(f"{room}?{urlencode({'search': q[:MAX_TEXT]})}", status_code=303)
