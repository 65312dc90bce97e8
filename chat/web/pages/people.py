"""`/people`: everybody with an account, to be found by name and by what they do."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.storage.database import database
from chat.web.pages.actor import Actor
from chat.web.pages.admin_view import View
from chat.web.pages.frame import framed
from chat.web.presence import presence

PATH = "/people"


def register() -> None:
    """Add the route."""
    app.get(PATH)(show)


async def show(request: Request, actor: Actor) -> Response:
    """List the people who match a search, by name, one page of the list."""
    view = View.of(request.query_params)
    listing = await database.read(accounts.people_directory, view.people, view.people_page)
    return await framed(
        actor.user,
        "people.html",
        viewer=actor.user,
        state_of=presence.state_of,
        listing=listing,
        view=view,
        path=PATH,
    )
