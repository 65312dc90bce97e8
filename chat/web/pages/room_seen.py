"""What the pages about one room have in common: their addresses, and their room, to whom it exists."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.rooms.items import SeenRoom
from chat.text import parse_id
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.admin_view import View
from chat.web.pages.forms import PathId


def room_id_of(request: Request) -> int:
    """Return the id in the address of a page about a room; 0, which no room has, for whatever is no id."""
    return parse_id(request.path_params.get("room_id"))


def room_seen(actor: UserItem, room_id: int) -> SeenRoom:
    """Return the room of such a page; raises `NotFound`, for a thread as well, which has no pages of its own."""
    seen = rooms.seen_room(actor, room_id)
    if seen.room.kind == "thread":
        raise NotFound("Room not found.")
    return seen


def address_of(part: str) -> Callable[..., str]:
    """Return what leads back to a page about a room, such as `members`, after a form; its lists stay as they were."""

    def address(request: Request, _section: str, **more: Any) -> str:
        return View.of(request.query_params).address(f"/rooms/{room_id_of(request)}/{part}", **more)

    return address


def lead_back(part: str) -> None:
    """Redirect the reload of a form that was refused to the page with the form."""

    async def to_the_page(_actor: Actor, room_id: PathId, form: str) -> Response:  # noqa: ARG001 (whichever it is)
        return forms.redirect(f"/rooms/{room_id}/{part}")

    app.get(f"/rooms/{{room_id}}/{part}/{{form}}")(to_the_page)
