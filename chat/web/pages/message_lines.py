"""`GET /messages/lines`: whose messages these are and how they begin, for links to them in other messages."""

from fastapi.responses import JSONResponse
from nicegui import app

from chat import messages
from chat.storage.database import database
from chat.text import parse_id
from chat.web.pages.actor import Actor
from chat.web.server.limits import LINKED_MESSAGES

MOST = 50
"""How many messages are read at a time."""


def register() -> None:
    """Add the route."""
    app.get("/messages/lines")(lines)


async def lines(actor: Actor, ids: str = "") -> JSONResponse:
    """Return the author's name and the first line by id, of those that somebody may see."""
    await LINKED_MESSAGES.acquire(str(actor.user.id))
    wanted = [parse_id(one) for one in ids[: 20 * MOST].split()[:MOST]]
    found = await database.read(messages.first_lines, actor.user, wanted)
    return JSONResponse({str(id_): line for id_, line in found.items()}, headers={"Cache-Control": "no-store"})
