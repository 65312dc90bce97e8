"""`POST /rooms/{id}/read`: how far somebody has read, as a browser says when its page and the socket go."""

from fastapi.responses import Response

from chat import rooms
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.forms import PathId, RowId
from chat.web.server.limits import READ_MARKS


def register() -> None:
    """Add the route."""
    forms.post("/rooms/{room_id}/read", mark_read)


async def mark_read(actor: Actor, room_id: PathId, message: RowId = 0) -> Response:
    """Note how far a room is read; nobody waits for the answer."""
    await READ_MARKS.acquire(str(actor.user.id))
    await rooms.mark_read(actor.user, room_id, message)
    return Response(status_code=204)
