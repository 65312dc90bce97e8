"""The routes: each request opens one page."""

from typing import Any

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app, ui

from chat import rooms
from chat.errors import NotSignedIn
from chat.storage.database import database
from chat.web import auth
from chat.web.pages import first_start, page_limit
from chat.web.pages.rooms.page import RoomsPage


def register(links_begin: str = "") -> None:
    """Add the routes; links to messages begin with the address given, or with the one that was asked."""
    app.get("/")(lambda: RedirectResponse(auth.HOME))
    options: dict[str, Any] = {
        "title": "StreamChat",
        "dependencies": [Depends(auth.guard), Depends(page_limit.check)],
        "response_timeout": 15,
    }

    async def show(request: Request) -> Response | None:
        return await _show(request, links_begin)

    async def show_room(request: Request, room_id: str) -> Response | None:  # noqa: ARG001 (the whole path is read)
        return await _show(request, links_begin)

    ui.page("/rooms", **options)(show)
    ui.page("/rooms/{room_id:path}", **options)(show_room)


async def _show(request: Request, links_begin: str) -> Response | None:
    """Open the page at the room, or the message, that the path names, or with a greeting, or say that there is none."""
    identity, path, last = request.state.identity, request.url.path, None
    page_limit.note(ui.context.client, identity.user.id)
    if path.rstrip("/") == auth.HOME:
        last = await database.read(rooms.room_to_open, identity.user)
        if last is None and (step := await first_start.pending_page(identity)):
            return RedirectResponse(step, status_code=303)
    try:
        await RoomsPage(ui.context.client, identity, links_begin).open(path, last)
    except NotSignedIn as error:  # since the guard asked
        return await auth.show_login(request, error)
    return None
