"""`/messages/{id}/versions`: what a message said before it was edited, for a dialog."""

import asyncio

from fastapi.responses import HTMLResponse, Response
from nicegui import app

from chat import messages
from chat.storage.database import database
from chat.web.components.shared.templates import render
from chat.web.pages.actor import Actor
from chat.web.pages.forms import PathId


def register() -> None:
    """Add the route."""
    app.get("/messages/{message_id}/versions")(show)


async def show(actor: Actor, message_id: PathId) -> Response:
    """Send what the dialog shows, to whoever may see the message now."""
    found = await database.read(messages.versions, actor.user, message_id)
    html = await asyncio.to_thread(render, "message_list/versions.html", versions=found)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})
