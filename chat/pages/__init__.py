"""One file a route; `register` puts them all in place."""

from nicegui import app

from chat import auth
from chat.errors import ChatError, NotSignedIn
from chat.pages import forms, health, login, reset, rooms
from chat.pages import register as registration


def register(setup_code: str = "", send_link: reset.SendLink | None = None) -> None:
    """Add all routes to the app; called once, by main.

    Args:
        setup_code: what the page that makes the first administrator asks for
        send_link: mails a link to an address, where mail can be sent
    """
    app.add_exception_handler(NotSignedIn, auth.show_login)
    app.add_exception_handler(ChatError, forms.show_problem)
    health.register()
    login.register()
    registration.register(setup_code)
    reset.register(send_link)
    rooms.register()
