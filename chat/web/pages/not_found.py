"""The 404 page: plain HTML, since NiceGUI's would keep a live page on the server."""

from fastapi import Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import Response
from nicegui import app
from starlette.exceptions import HTTPException

from chat.errors import NotFound
from chat.web.pages import forms


def register() -> None:
    """Take the place of NiceGUI's handler, which also writes the whole address into the log, tokens and all."""
    app.add_exception_handler(404, show)


async def show(request: Request, error: Exception) -> Response:
    """Say that there is nothing here, to people as a page."""
    if isinstance(error, HTTPException) and request.url.path.startswith(("/api/", "/_nicegui", "/assets/")):
        return await http_exception_handler(request, error)
    return await forms.show_problem(request, NotFound("Page not found."))
