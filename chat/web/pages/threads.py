"""`/threads`: the threads that one follows, those with something new first."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import messages
from chat.storage.database import database
from chat.text import parse_id
from chat.web.pages.actor import Actor
from chat.web.pages.frame import framed


def register() -> None:
    """Add the route."""
    app.get("/threads")(show)


async def show(request: Request, actor: Actor) -> Response:
    """Show a page of the list."""
    page = parse_id(request.query_params.get("page", ""))
    listing = await database.read(messages.followed_threads, actor.user, page)
    return await framed(actor.user, "threads.html", listing=listing)
