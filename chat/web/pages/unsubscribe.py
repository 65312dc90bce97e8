"""`/unsubscribe/{token}`: the link in mails about what somebody has missed, which works without logging in.

A mail program that knows RFC 8058 posts to it by itself; whoever opens it is asked first, since what looks into mails
for viruses opens links, too.
"""

from fastapi.responses import Response
from nicegui import app

from chat import notifications
from chat.errors import NotFound
from chat.storage.database import database
from chat.web.pages import forms

PATH = "/unsubscribe/{token}"


def register() -> None:
    """Add the routes."""
    app.get(PATH)(show)
    forms.post(PATH, unsubscribe)


async def show(token: str) -> Response:
    """Ask."""
    if not await database.read(notifications.is_unsubscribe_token, token):
        raise NotFound("This link is not valid.")
    return forms.page("unsubscribe.html", is_done=False)


async def unsubscribe(token: str) -> Response:
    """Mail no more."""
    await notifications.unsubscribe_from_mail(token)
    return forms.page("unsubscribe.html", is_done=True)
