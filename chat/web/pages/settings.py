"""`/settings`: a person's own account."""

import itertools
from collections.abc import Iterable

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import AccountItem, ApiTokenItem, Identity, SessionItem
from chat.errors import Invalid
from chat.storage.database import database
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.form_submission import Actor, Outcome, Submission, notice_for
from chat.web.pages.forms import Field
from chat.web.server.limits import PROFILE

NOTICES = {
    "name": ("profile", "Name updated."),
    "picture": ("profile", "Picture updated."),
    "no-picture": ("profile", "Picture removed."),
    "email": ("email", "Email address updated."),
    "password": ("password", "Password changed. Your other browsers have been logged out."),
    "browser": ("browsers", "Browser logged out."),
    "browsers": ("browsers", "All your other browsers have been logged out."),
    "token": ("tokens", "Token revoked."),
}
"""By key: in which section, and what."""


def register() -> None:
    """Add the routes."""
    app.get("/settings")(show)
    app.get("/settings/{part:path}")(to_the_page)
    forms.post("/settings/name", change_name)
    forms.post("/settings/email", change_email)
    forms.post("/settings/password", change_password)
    forms.post("/settings/delete", delete_account)


async def show(actor: Actor, notice: str = "") -> Response:
    """Show all settings."""
    return await page(actor, notice_for(NOTICES, notice))


async def to_the_page(part: str) -> Response:  # noqa: ARG001 (whichever it is)
    """Lead from the address of a form, where a browser stands after a refusal, to the page with the form."""
    return forms.redirect("/settings")


async def page(actor: Identity, outcome: Outcome) -> Response:
    """Draw the page."""
    person, sessions, tokens = await database.read(_read, actor.user.id)
    devices = _distinct(session.device or "A browser" for session in sessions)
    return forms.page(
        "settings.html",
        error=outcome.error,
        outcome=outcome,
        viewer=person.user,
        email=person.email,
        session_id=actor.session_id,
        browsers=list(zip(sessions, devices, strict=True)),
        tokens=list(zip(tokens, _distinct(token.name for token in tokens), strict=True)),
        asks_password=not accounts.has_recent_password(actor),
    )


def done(key: str) -> Response:
    """Go on to the page with good news on it."""
    return forms.redirect(f"/settings?notice={key}#{NOTICES[key][0]}")


async def change_name(request: Request, actor: Actor, name: Field = "") -> Response:
    """Change the name that everybody sees."""
    submission = Submission(request, actor, page, "name", {"name": name}, limit=PROFILE)
    return await submission.run(lambda: accounts.change_name(actor.user, name), lambda _: done("name"))


async def change_email(request: Request, actor: Actor, email: Field = "", current_password: Field = "") -> Response:
    """Change the address one logs in with."""
    submission = Submission(request, actor, page, "email", {"email": email}, current_password)
    return await submission.run(lambda: accounts.change_email(actor, email), lambda _: done("email"))


async def change_password(
    request: Request, actor: Actor, password: Field = "", current_password: Field = ""
) -> Response:
    """Change one's password; the current one is always asked for, so that an open browser is not enough."""
    submission = Submission(
        request, actor, page, "password", current_password=current_password, always_ask_password=True
    )
    return await submission.run(lambda: accounts.change_password(actor, password), lambda _: done("password"))


async def delete_account(request: Request, actor: Actor, current_password: Field = "", sure: Field = "") -> Response:
    """Leave for good, by password and a tick."""

    async def leave() -> None:
        if not sure:
            raise Invalid("Tick the box to confirm.")
        await accounts.delete_account(actor)

    def go(_: None) -> Response:
        response = forms.redirect("/login?notice=left")
        auth.forget_session_cookie(request, response)
        return response

    submission = Submission(request, actor, page, "delete", {"sure": sure}, current_password, always_ask_password=True)
    return await submission.run(leave, go)


def _read(user_id: int) -> tuple[AccountItem, list[SessionItem], list[ApiTokenItem]]:
    return accounts.person(user_id), accounts.sessions_of(user_id), accounts.api_tokens_of(user_id)


def _distinct(names: Iterable[str]) -> list[str]:
    """Number names that come more than once, so that each button is called something else."""
    names = list(names)
    numbers = {name: itertools.count(1) for name in names}
    return [f"{name} ({next(numbers[name])})" if names.count(name) > 1 else name for name in names]
