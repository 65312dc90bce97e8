"""`/settings`: a person's own account."""

import itertools
from collections.abc import Iterable

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import ApiTokenItem, Identity, PersonItem, SessionItem
from chat.errors import Invalid
from chat.storage.database import database
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.form_submission import Asker, Outcome, Submission, told
from chat.web.pages.forms import Field
from chat.web.server.limits import PROFILE

NOTICES = {
    "name": ("profile", "Your name is changed."),
    "picture": ("profile", "Your picture is changed."),
    "no-picture": ("profile", "Your picture is removed."),
    "email": ("email", "Your email address is changed."),
    "password": ("password", "Your password is changed, and your other browsers are logged out."),
    "browser": ("browsers", "That browser is logged out."),
    "browsers": ("browsers", "All your other browsers are logged out."),
    "token": ("tokens", "That token opens nothing any more."),
}
"""By key: in which section, and what."""


def register() -> None:
    """Add the routes."""
    app.get("/settings")(show)
    app.get("/settings/{part:path}")(to_the_page)
    forms.target("/settings/name", change_name)
    forms.target("/settings/email", change_email)
    forms.target("/settings/password", change_password)
    forms.target("/settings/delete", delete_account)


async def show(asker: Asker, notice: str = "") -> Response:
    """Show all settings."""
    return await page(asker, told(NOTICES, notice))


async def to_the_page(part: str) -> Response:  # noqa: ARG001 (whichever it is)
    """Lead from the address of a form, where a browser stands after a refusal, to the page with the form."""
    return forms.go_on("/settings")


async def page(asker: Identity, outcome: Outcome) -> Response:
    """Draw the page."""
    person, sessions, tokens = await database.read(_read, asker.user.id)
    devices = _distinct(session.device or "A browser" for session in sessions)
    return forms.page(
        "settings.html",
        error=outcome.error,
        outcome=outcome,
        viewer=person.user,
        email=person.email,
        session_id=asker.session_id,
        browsers=list(zip(sessions, devices, strict=True)),
        tokens=list(zip(tokens, _distinct(token.name for token in tokens), strict=True)),
        asks_password=not accounts.is_confirmed(asker),
    )


def done(key: str) -> Response:
    """Go on to the page with good news on it."""
    return forms.go_on(f"/settings?notice={key}#{NOTICES[key][0]}")


async def change_name(request: Request, asker: Asker, name: Field = "") -> Response:
    """Change the name that everybody sees."""
    submission = Submission(request, asker, page, "name", {"name": name}, limit=PROFILE)
    return await submission.run(lambda: accounts.change_name(asker.user, name), lambda _: done("name"))


async def change_email(request: Request, asker: Asker, email: Field = "", current_password: Field = "") -> Response:
    """Change the address one logs in with."""
    submission = Submission(request, asker, page, "email", {"email": email}, current_password)
    return await submission.run(lambda: accounts.change_email(asker, email), lambda _: done("email"))


async def change_password(
    request: Request, asker: Asker, password: Field = "", current_password: Field = ""
) -> Response:
    """Change one's password; the current one is always asked for, so that an open browser is not enough."""
    submission = Submission(request, asker, page, "password", current_password=current_password, is_always_asked=True)
    return await submission.run(lambda: accounts.change_password(asker, password), lambda _: done("password"))


async def delete_account(request: Request, asker: Asker, current_password: Field = "", sure: Field = "") -> Response:
    """Leave for good, by password and a tick."""

    async def leave() -> None:
        if not sure:
            raise Invalid("Tick the box to say that you are sure.")
        await accounts.delete_account(asker)

    def go(_: None) -> Response:
        response = forms.go_on("/login?notice=left")
        auth.forget_session_cookie(request, response)
        return response

    submission = Submission(request, asker, page, "delete", {"sure": sure}, current_password, is_always_asked=True)
    return await submission.run(leave, go)


def _read(user_id: int) -> tuple[PersonItem, list[SessionItem], list[ApiTokenItem]]:
    return accounts.person(user_id), accounts.sessions_of(user_id), accounts.api_tokens_of(user_id)


def _distinct(names: Iterable[str]) -> list[str]:
    """Number names that come more than once, so that each button is called something else."""
    names = list(names)
    numbers = {name: itertools.count(1) for name in names}
    return [f"{name} ({next(numbers[name])})" if names.count(name) > 1 else name for name in names]
