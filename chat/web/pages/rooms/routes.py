"""The routes: each request opens one page."""

from typing import Any

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app, ui

from chat.errors import NotSignedIn
from chat.web import auth
from chat.web.pages import page_limit
from chat.web.pages.rooms.page import RoomsPage


def register() -> None:
    """Add the routes."""
    app.get("/")(lambda: RedirectResponse(auth.HOME))
    options: dict[str, Any] = {
        "title": "StreamChat",
        "dependencies": [Depends(auth.guard), Depends(page_limit.check)],
        "response_timeout": 15,
    }
    ui.page("/rooms", **options)(show)
    ui.page("/rooms/{room_id:path}", **options)(show_room)


async def show(request: Request) -> Response | None:
    """Open the page at the room that the path names, or with a greeting."""
    try:
        await RoomsPage(ui.context.client, request.state.identity).open(request.url.path)
    except NotSignedIn as error:  # since the guard asked
        return await auth.show_login(request, error)
    return None


async def show_room(request: Request, room_id: str) -> Response | None:  # noqa: ARG001 (the whole path is read)
    """Open the page at a room, or say that there is none."""
    return await show(request)
