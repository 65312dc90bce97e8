"""`/forgot` and `/reset/{token}`: resetting a forgotten password."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.responses import Response
from nicegui import app, background_tasks

from chat import accounts
from chat.accounts import hash_token
from chat.errors import ChatError, NotFound
from chat.storage.database import database
from chat.text import clean_email
from chat.web.known_browsers import known_browsers
from chat.web.pages import forms
from chat.web.pages.forms import Field
from chat.web.pages.login import claimed, known_browser
from chat.web.server import limits, login_limits
from chat.web.server.ip_addresses import address_key

SendLink = Callable[[str, str], Awaitable[None]]
"""Mails a path such as `/reset/…` to an email address."""


class Forgot:
    """The page that asks for a link by mail, where the server can send mail."""

    def __init__(self, send_link: SendLink | None) -> None:
        self._send_link = send_link

    async def show(self) -> Response:
        """Show the form, or whom to ask instead."""
        return self._form()

    async def send(self, request: Request, email: Field = "") -> Response:
        """Mail a link if there is an account with this email; text and time of the answer are the same if not."""
        try:
            address = clean_email(email)
            await login_limits.request_reset(request, address, await known_browser(request, address))
        except ChatError as error:
            return self._form(email=email, error=error)
        if self._send_link:
            background_tasks.create(self._request(self._send_link, address), name="mail a reset link")
        return self._form(is_sent=True)

    async def _request(self, send_link: SendLink, email: str) -> None:
        token = await accounts.request_reset(email)
        if token:
            await send_link(email, f"/reset/{token}")

    def _form(self, *, email: str = "", is_sent: bool = False, error: ChatError | None = None) -> Response:
        has_mail = self._send_link is not None
        return forms.page("forgot.html", error=error, email=email, is_sent=is_sent and has_mail, has_mail=has_mail)


def register(send_link: SendLink | None) -> None:
    """Add the routes."""
    forgot = Forgot(send_link)
    app.get("/forgot")(forgot.show)
    forms.post("/forgot", forgot.send)
    app.get("/reset/{token}")(show)
    forms.post("/reset/{token}", reset)


async def show(token: str) -> Response:
    """Show the form, if the link is valid."""
    return await _form(token)


async def reset(request: Request, token: str, password: Field = "") -> Response:
    """Set the new password, and lead to the login page."""
    user = await database.read(accounts.reset_link_user, hash_token(token))
    is_new = user is not None and await database.read(accounts.is_claimable, user.id)
    try:
        if user is None:
            await limits.RESET_ADDRESS.acquire(address_key(request))
        else:  # others cannot use up the limit of a valid link
            await limits.RESET_LINK.acquire(hash_token(token))
        await accounts.reset_password(token, password)
    except NotFound as error:
        return forms.page("error.html", error=error, message=error.message)
    except ChatError as error:
        return await _form(token, error)
    response = forms.redirect("/login?notice=reset")
    if user and is_new:
        response = await claimed((await database.read(accounts.person, user.id)).email)
    if user:  # so that they can log in here, whoever else is guessing
        known_browsers.remember(request, response, user.id)
    return response


async def _form(token: str, error: ChatError | None = None) -> Response:
    user = await database.read(accounts.reset_link_user, hash_token(token))
    if user is None:
        raise NotFound("This link has expired or was already used. Ask for a new one.")
    is_new = await database.read(accounts.is_claimable, user.id)
    return forms.page("reset.html", error=error, token=token, user=user, is_new=is_new)
