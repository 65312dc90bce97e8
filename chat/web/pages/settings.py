"""`/settings`: a person's own account."""

import asyncio
import itertools
from collections.abc import Iterable
from functools import cache

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import AccountItem, ApiTokenItem, Identity, ProfileItem, SessionItem
from chat.errors import Invalid
from chat.storage.database import database
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import Field
from chat.web.pages.frame import frame
from chat.web.server.limits import PROFILE

NOTICES = {
    "name": ("profile", "Name updated."),
    "about": ("profile", "Profile updated."),
    "picture": ("profile", "Picture updated."),
    "no-picture": ("profile", "Picture removed."),
    "email": ("email", "Email address updated."),
    "password": ("password", "Password changed. Your other browsers have been logged out."),
    "browser": ("browsers", "Browser logged out."),
    "browsers": ("browsers", "All your other browsers have been logged out."),
    "token": ("tokens", "Token revoked."),
}
"""Notices by key: the section of the page, and the text."""


def register() -> None:
    """Add the routes."""
    app.get("/settings")(show)
    app.get("/settings/{part:path}")(to_the_page)
    for each in (change_name, change_profile, change_email, change_password, delete_account):
        each.register()


async def show(request: Request, actor: Actor, notice: str = "") -> Response:
    """Show all settings."""
    return await draw(request, actor, notice_for(NOTICES, notice))


async def to_the_page(part: str) -> Response:  # noqa: ARG001 (whichever it is)
    """Redirect a reload of a form that was refused to the page with the form."""
    return forms.redirect("/settings")


async def draw(_request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    person, profile, sessions, tokens = await database.read(_read, actor.user.id)
    devices = _distinct(session.device or "A browser" for session in sessions)
    return await asyncio.to_thread(
        forms.page,
        "settings.html",
        frame=await frame(person.user),
        error=outcome.error,
        outcome=outcome,
        viewer=person.user,
        email=person.email,
        profile=profile,
        zones=_zones(),
        session_id=actor.session_id,
        browsers=list(zip(sessions, devices, strict=True)),
        tokens=list(zip(tokens, _distinct(token.name for token in tokens), strict=True)),
        asks_password=not accounts.has_recent_password(actor),
    )


SETTINGS = FormPage(draw, lambda _request, section, notice: f"/settings?notice={notice}#{section}", NOTICES)


@form("/settings/name", page=SETTINGS, section="name", limit=PROFILE)
async def change_name(actor: Actor, name: Field = "") -> Done:
    """Change the name that everybody sees."""
    await accounts.change_name(actor.user, name)
    return done("name")


@form("/settings/profile", page=SETTINGS, section="about")
async def change_profile(actor: Actor, title: Field = "", zone: Field = "") -> Done:
    """Change what one does, and where."""
    await accounts.change_profile(actor.user, title, zone)
    return done("about")


@form("/settings/email", page=SETTINGS, section="email", confirm="if given")
async def change_email(actor: Actor, email: Field = "") -> Done:
    """Change the email address that one logs in with."""
    await accounts.change_email(actor, email)
    return done("email")


@form("/settings/password", page=SETTINGS, section="password", confirm="always")
async def change_password(actor: Actor, password: Field = "") -> Done:
    """Change one's password; the current one is always asked for, so that an open browser is not enough."""
    await accounts.change_password(actor, password)
    return done("password")


@form("/settings/delete", page=SETTINGS, section="delete", confirm="always")
async def delete_account(request: Request, actor: Actor, sure: Field = "") -> Response:
    """Delete one's account, by password and a tick."""
    if not sure:
        raise Invalid("Tick the box to confirm.")
    await accounts.delete_account(actor)
    response = forms.redirect("/login?notice=left")
    auth.forget_session_cookie(request, response)
    return response


def _read(user_id: int) -> tuple[AccountItem, ProfileItem, list[SessionItem], list[ApiTokenItem]]:
    person, profile = accounts.person(user_id), accounts.profile(user_id)
    return person, profile, accounts.sessions_of(user_id), accounts.api_tokens_of(user_id)


@cache
def _zones() -> list[tuple[str, list[str]]]:
    """Return the names of time zones by the part of the world that they begin with."""
    return [
        (area, list(names)) for area, names in itertools.groupby(accounts.zone_names(), lambda name: name.split("/")[0])
    ]


def _distinct(names: Iterable[str]) -> list[str]:
    """Number names that occur more than once, so that each button has a name of its own."""
    names = list(names)
    numbers = {name: itertools.count(1) for name in names}
    return [f"{name} ({next(numbers[name])})" if names.count(name) > 1 else name for name in names]
