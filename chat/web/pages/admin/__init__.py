"""`/admin`: what administrators look after, a tab for each kind; a 404 for members."""

from fastapi import Depends
from nicegui import app

from chat.web.pages import forms
from chat.web.pages.actor import administrator
from chat.web.pages.admin import address, invitations, log, people, place, rooms, team
from chat.web.pages.reset import SendLink


def register(public_url: str, send_claim: SendLink | None = None) -> None:
    """Add the routes; whatever else is below `/admin` leads to its first tab.

    Args:
        public_url: the address at which people reach the app, where it is not the one they ask
        send_claim: mails links to imported accounts, where mail can be sent
    """
    people.register(public_url, send_claim)
    rooms.register()
    invitations.register(public_url)
    place.register()
    team.register()
    log.register()
    address.register(public_url)
    app.get("/admin/{part:path}", dependencies=[Depends(administrator)])(_to_the_first)


async def _to_the_first(part: str) -> object:  # noqa: ARG001 (whichever it is)
    return forms.redirect("/admin")
