"""The HTTP API: rooms and messages for programs that speak for a person, by a token."""

from fastapi import FastAPI
from nicegui import app

from chat.web.api import docs, errors, messages, rooms
from chat.web.api.auth import GuardedRoute

URL = "/api"

DESCRIPTION = """\
Programs read and write here on behalf of a person: whatever that person may do in the app, and nothing else. \
What a program says, edits or deletes is seen at once by everybody who looks at the room."""


def register() -> None:
    """Put the API in place, beside the pages; called once, by main."""
    app.mount(URL, create())


def create() -> FastAPI:
    """Make the API as an application of its own, so that pages' error handlers and its own keep apart."""
    api = FastAPI(
        title="StreamChat API",
        version="1",
        description=DESCRIPTION,
        docs_url=None,  # Swagger's and ReDoc's pages load their scripts from elsewhere
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    api.router.route_class = GuardedRoute
    errors.register(api)
    rooms.register(api)
    messages.register(api)
    docs.register(api)
    return api
