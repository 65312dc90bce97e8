"""The 404 page: plain HTML, since NiceGUI's would keep a live page on the server."""

from fastapi import Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import Response
from nicegui import app
from starlette.exceptions import HTTPException

from chat.errors import NotFound
from chat.web.pages.problems import show_problem


def register() -> None:
    """Replace NiceGUI's handler, which also logs the whole address, tokens included."""
    app.add_exception_handler(404, show)


async def show(request: Request, error: Exception) -> Response:
    """Return the 404 page; JSON for requests that are no pages."""
    if isinstance(error, HTTPException) and request.url.path.startswith(("/api/", "/_nicegui", "/assets/")):
        return await http_exception_handler(request, error)
    return await show_problem(request, NotFound("Page not found."))
