"""One file a route; `register` puts them all in place."""

from nicegui import app

from chat import auth
from chat.errors import NotSignedIn
from chat.pages import health, login, missing, rooms


def register() -> None:
    """Add all routes to the app; called once, by main."""
    app.add_exception_handler(NotSignedIn, auth.show_login)
    health.register()
    login.register()
    missing.register()
    rooms.register()
