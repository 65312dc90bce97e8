"""`/rooms/{id}/pins`: what is pinned to a room."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import messages
from chat.accounts.items import Identity, UserItem
from chat.messages.items import PinnedMessage
from chat.rooms.items import SeenRoom
from chat.storage.database import database
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import PathId, RowId
from chat.web.pages.frame import framed
from chat.web.pages.room_seen import address_of, lead_back, room_id_of, room_seen

NOTICES = {"unpinned": ("pins", "Unpinned.")}


def register() -> None:
    """Add the routes, before that of all rooms."""
    app.get("/rooms/{room_id}/pins")(show)
    unpin.register()
    lead_back("pins")


async def show(request: Request, actor: Actor, notice: str = "") -> Response:
    """Show the page."""
    return await draw(request, actor, notice_for(NOTICES, notice))


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    seen, pins = await database.read(_pins, actor.user, room_id_of(request))
    return await framed(
        actor.user, "pins.html", error=outcome.error, outcome=outcome, seen=seen, room=seen.room, pins=pins
    )


@form("/rooms/{room_id}/pins/unpin", page=FormPage(draw, address_of("pins"), NOTICES), section="pins")
async def unpin(actor: Actor, room_id: PathId, message_id: RowId = 0) -> Done:  # noqa: ARG001 (of the page)
    """Unpin a message."""
    await messages.unpin_message(actor.user, message_id)
    return done("unpinned")


def _pins(actor: UserItem, room_id: int) -> tuple[SeenRoom, tuple[PinnedMessage, ...]]:
    return room_seen(actor, room_id), messages.pinned_messages(actor, room_id)
