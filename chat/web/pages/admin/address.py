"""`/admin/address`: the server's address as a QR code, to show on a screen."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat.desktop import qr
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.actor import Administrator
from chat.web.pages.admin.tabs import absolute


class Address:
    """The page with the server's address, also as a QR code."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    async def show(self, request: Request, _actor: Administrator) -> Response:
        """Show the page."""
        here = absolute(request, self._public_url, "")
        return forms.page(
            "admin/address.html",
            address=here,
            picture=qr.data_url(here),
            is_here_only=not self._public_url and auth.is_at_this_machine(request),
        )


def register(public_url: str) -> None:
    """Add the route."""
    app.get("/admin/address")(Address(public_url).show)
