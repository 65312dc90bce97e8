"""`/settings/security`: how a person logs in, where they are logged in, and the end of their account."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import AccountItem, Identity, SessionItem
from chat.errors import Invalid, about_field
from chat.storage.database import database
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.distinct import distinct
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId
from chat.web.pages.settings.tabs import SECURITY, TABS
from chat.web.pages.tab import Tab

NOTICES = {
    "email": ("email", "Email address updated."),
    "password": ("password", "Password changed. Your other browsers have been logged out."),
    "browser": ("browsers", "Browser logged out."),
    "browsers": ("browsers", "All your other browsers have been logged out."),
}


def register() -> None:
    """Add the routes."""
    TAB.register()
    for each in (change_email, change_password, end_browser, end_other_browsers, delete_account):
        each.register()
        app.get(each.path)(TAB.lead_back)


async def _load(_request: Request, actor: Identity) -> Mapping[str, Any]:
    person, sessions = await database.read(_read, actor.user.id)
    devices = distinct(session.device or "A browser" for session in sessions)
    return {
        "email": person.email,
        "session_id": actor.session_id,
        "browsers": list(zip(sessions, devices, strict=True)),
        "asks_password": not accounts.has_recent_password(actor),
    }


def _read(user_id: int) -> tuple[AccountItem, list[SessionItem]]:
    return accounts.person(user_id), accounts.sessions_of(user_id)


TAB = Tab(SECURITY, "settings/security.html", TABS, _load, NOTICES)
PAGE = TAB.forms()


@form("/settings/email", page=PAGE, section="email", confirm="if given")
async def change_email(actor: Actor, email: Field = "") -> Done:
    """Change the email address that one logs in with."""
    with about_field("email"):
        await accounts.change_email(actor, email)
    return done("email")


@form("/settings/password", page=PAGE, section="password", confirm="always")
async def change_password(actor: Actor, password: Field = "") -> Done:
    """Change one's password; the current one is always asked for, so that an open browser is not enough."""
    with about_field("password"):
        await accounts.change_password(actor, password)
    return done("password")


@form("/settings/browsers/end", page=PAGE, section="browsers")
async def end_browser(actor: Actor, session_id: RowId = 0) -> Done:
    """Log one of one's own browsers out; its open pages close."""
    await accounts.end_own_session(actor.user, session_id)
    return done("browser")


@form("/settings/browsers/end-others", page=PAGE, section="browsers")
async def end_other_browsers(actor: Actor) -> Done:
    """Log all one's own browsers out but this one."""
    await accounts.end_other_sessions(actor)
    return done("browsers")


@form("/settings/delete", page=PAGE, section="delete", confirm="always")
async def delete_account(request: Request, actor: Actor, sure: Field = "") -> Response:
    """Delete one's account, by password and a tick."""
    if not sure:
        with about_field("sure"):
            raise Invalid("Tick the box to confirm.")
    await accounts.delete_account(actor)
    response = forms.redirect("/login?notice=left")
    auth.forget_session_cookie(request, response)
    return response
