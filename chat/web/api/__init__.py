"""The HTTP API: people, rooms and messages, by personal access tokens."""

from fastapi import FastAPI
from nicegui import app

from chat.web.api import (
    bots,
    docs,
    errors,
    events,
    files,
    hooks,
    messages,
    outgoing_hooks,
    own_notifications,
    own_rooms,
    people,
    pins,
    reactions,
    rooms,
    saved,
    search,
    threads,
    words,
)
from chat.web.api.auth import GuardedRoute
from chat.web.api.known_callers import callers
from chat.web.api.listening.desk import BEAT, desk
from chat.web.api.quick_operations import APPEND_WORDS, SEND_MESSAGE
from chat.web.api.quick_requests import QuickRequests
from chat.web.server import programs

URL = "/api"

DESCRIPTION = """\
Programs read and write on behalf of a person, with exactly that person's permissions. \
What a program sends, edits or deletes is shown at once to everybody who has the room open. \
A token that may only write is answered, of what is described here, `id`, `url`, `secret` and `length` alone; \
of messages of its owner also `room_id`, `client_id`, `created_at`, `edited_at` and `revision`."""


def register() -> None:
    """Put the API in place, beside the pages; called once, by main."""
    api = create()
    app.mount(URL, api)  # where all routes are listed; requests go the shorter way
    programs.serve(URL, api, quick=lambda app: QuickRequests(app, (SEND_MESSAGE, APPEND_WORDS)))
    app.on_startup(lambda: app.on_shutdown(desk.start()))
    app.on_startup(lambda: app.on_shutdown(callers.start()))
    app.timer(BEAT, desk.beat)


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
    people.register(api)
    own_notifications.register(api)
    own_rooms.register(api)
    rooms.register(api)
    threads.register(api)
    pins.register(api)
    saved.register(api)
    hooks.register(api)
    outgoing_hooks.register(api)
    reactions.register(api)
    messages.register(api)
    words.register(api)
    files.register(api)
    search.register(api)
    events.register(api)
    bots.register(api)
    docs.register(api)
    return api
