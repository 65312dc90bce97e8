"""`GET /messages/pressed`: what one has pressed in secret; `GET /messages/{id}/file`: what there is to download."""

from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from nicegui import app

from chat import messages
from chat.storage.database import database
from chat.text import clean_file_name, parse_id
from chat.web.pages.actor import Actor
from chat.web.server.limits import LINKED_MESSAGES

MOST = 50
"""How many messages are read at a time."""

TYPES = {"text/calendar", "text/csv", "text/plain"}
"""What files may be; others are plain text."""


def register() -> None:
    """Add the routes."""
    app.get("/messages/pressed")(pressed)
    app.get("/messages/{message_id}/file")(file)


async def pressed(actor: Actor, ids: str = "") -> JSONResponse:
    """Return the names of the secret buttons that somebody has pressed, by message."""
    await LINKED_MESSAGES.acquire(str(actor.user.id))
    wanted = [parse_id(one) for one in ids[: 20 * MOST].split()[:MOST]]
    found = await database.read(messages.pressed_secretly, actor.user, wanted)
    return JSONResponse({str(id_): names for id_, names in found.items()}, headers={"Cache-Control": "no-store"})


async def file(request: Request, actor: Actor, message_id: str) -> Response:
    """Return the file of a live message as a download."""
    host = request.url.hostname or "localhost"
    name, type_, text = await database.read(messages.live_file, actor.user, parse_id(message_id), host)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(clean_file_name(name))}",
        "Cache-Control": "no-store",
    }
    return Response(text, media_type=type_ if type_ in TYPES else "text/plain", headers=headers)
