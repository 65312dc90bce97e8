"""`/setup`, `/register` and `/join/{token}`: how people get an account."""

import secrets

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, rooms
from chat.errors import ChatError, Forbidden
from chat.storage.database import database
from chat.web import auth
from chat.web.pages import first_start, forms
from chat.web.pages.forms import Field
from chat.web.pages.login import signed_in
from chat.web.server.ip_addresses import address_key
from chat.web.server.limits import REGISTRATION_ADDRESS


class Setup:
    """The page that creates the administrator account, for whoever started the server.

    Somebody else could come first where a server faces the internet. So it takes the code that the server
    has printed at its start, or a browser on the same machine.
    """

    def __init__(self, code: str) -> None:
        self._code = code

    async def show(self, request: Request, code: str = "") -> Response:
        """Show the form while nobody is registered; after that, the step that is next."""
        if await database.read(accounts.has_people):
            return forms.redirect(await first_start.next_page(request))
        self._check(request, code)
        return _form("/setup", code, is_first=True)

    async def create(
        self, request: Request, name: Field = "", email: Field = "", password: Field = "", code: Field = ""
    ) -> Response:
        """Create the administrator account, and redirect to the next step."""
        self._check(request, code)
        try:
            await REGISTRATION_ADDRESS.acquire(address_key(request))
            user = await accounts.create_administrator(name, email, password, welcome=rooms.put_in_default_rooms)
        except ChatError as error:
            return _form("/setup", code, name=name, email=email, is_first=True, error=error)
        token = await accounts.start_session(user.id, device=auth.device(request))
        return await signed_in(request, token, first_start.PATH)

    def _check(self, request: Request, code: str) -> None:
        is_known = bool(self._code) and secrets.compare_digest(code.encode(), self._code.encode())
        if not is_known and not auth.is_at_this_machine(request):
            raise Forbidden("To set up this server, open the address that it printed when it started.")


def register(setup_code: str) -> None:
    """Add the routes; `/setup` asks for the code unless it is opened on this machine."""
    setup = Setup(setup_code)
    app.get("/setup")(setup.show)
    forms.post("/setup", setup.create)
    app.get("/register")(show)
    app.get("/join/{invite}")(show)
    forms.post("/register", create)


async def show(invite: str = "") -> Response:
    """Show the form."""
    try:
        await accounts.check_registration(invite)
    except Forbidden as error:
        return forms.page("error.html", error=error, message=error.message)
    return _form("/register", invite)


async def create(
    request: Request, name: Field = "", email: Field = "", password: Field = "", invite: Field = ""
) -> Response:
    """Create the account, and log in."""
    try:
        await accounts.check_registration(invite)  # before the limit, which only those who may register should use up
        await REGISTRATION_ADDRESS.acquire(address_key(request))
        user = await accounts.register(name, email, password, invite, welcome=rooms.put_in_default_rooms)
    except ChatError as error:
        return _form("/register", invite, name=name, email=email, error=error)
    token = await accounts.start_session(user.id, device=auth.device(request))
    return await signed_in(request, token, auth.HOME)


def _form(
    action: str,
    ticket: str,
    *,
    name: str = "",
    email: str = "",
    is_first: bool = False,
    error: ChatError | None = None,
) -> Response:
    values = {"action": action, "ticket": ticket, "name": name, "email": email, "is_first": is_first}
    return forms.page("register.html", error=error, **values)
