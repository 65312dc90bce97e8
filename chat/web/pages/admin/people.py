"""`/admin`: the people with an account; the first tab of the administration."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import Identity
from chat.errors import NotFound
from chat.storage.database import database
from chat.text import parse_id
from chat.web import auth
from chat.web.components.shared.text_direction import isolate
from chat.web.pages import forms
from chat.web.pages.actor import Administrator
from chat.web.pages.admin.tabs import GUARDS, INVITATIONS, PEOPLE, PLACE, ROOMS, TABS, absolute
from chat.web.pages.admin_view import View
from chat.web.pages.form import Form, form
from chat.web.pages.form_page import Done, done, notice_for
from chat.web.pages.forms import Field, RowId
from chat.web.pages.tab import Tab

NOTICES = {
    "role": ("people", "Role changed."),
    "deactivated": ("people", "{name} has been deactivated and logged out."),
    "reactivated": ("people", "The account has been reactivated."),
    "logged-out": ("people", "Logged out everywhere."),
}

MOVED = {"rooms": ROOMS, "invites": INVITATIONS, "registration": PLACE}
"""Where the sections are that were on this page once."""

OF_ROOMS = ("rooms", "rooms_page", "archived_page")
"""What the address of this page had when rooms were on it, too."""


def register(public_url: str) -> None:
    """Add the routes."""
    TAB.register(show)
    for each in (set_role, deactivate, reactivate, log_out, reset_link_form(public_url)):
        each.register()
        app.get(each.path, dependencies=list(GUARDS))(TAB.lead_back)


async def show(request: Request, actor: Administrator, notice: str = "", person: str = "") -> Response:
    """Show the page; where the address asks for rooms, lead to theirs."""
    params = request.query_params
    if any(name in params for name in OF_ROOMS):
        return forms.redirect(_of_rooms(View.of(params)).address(ROOMS))
    name = await database.read(_name_of, parse_id(person)) if person else ""
    return await TAB.draw(request, actor, notice_for(NOTICES, notice, name=name))


def _of_rooms(view: View) -> View:
    """Return what an address of the time showed when archived rooms were paged beside the others."""
    if view.archived_page > 1:
        return replace(view, rooms_page=view.archived_page, archived_page=1, show="archived")
    return view


async def _load(request: Request, actor: Identity) -> Mapping[str, Any]:
    view = View.of(request.query_params)
    return {
        "listing": await database.read(accounts.people_listing, view.people, view.people_page, view.show),
        "view": view,
        "moved": MOVED,
        "asks_password": not accounts.has_recent_password(actor),
    }


TAB = Tab(PEOPLE, "admin/people.html", TABS, _load, NOTICES, GUARDS)


def _back(request: Request, section: str, **more: Any) -> str:
    """Return the page's address with the list as it was."""
    return View.of(request.query_params).address(PEOPLE, section=section, **more)


PAGE = TAB.forms(_back)


@form("/admin/people/role", page=PAGE, section="people", confirm="if given")
async def set_role(actor: Administrator, user_id: RowId = 0, role: Field = "") -> Response | Done:
    """Make somebody administrator or member; who makes a member of themselves has no business here any more."""
    await accounts.set_role(actor, user_id, role)
    is_leaving = user_id == actor.user.id and role == "member"
    return forms.redirect(auth.HOME) if is_leaving else done("role")


@form("/admin/people/deactivate", page=PAGE, section="people", confirm="if given")
async def deactivate(actor: Administrator, user_id: RowId = 0) -> Done:
    """Deactivate an account, and log it out at once."""
    await accounts.deactivate_person(actor, user_id)
    return done("deactivated", person=user_id)


@form("/admin/people/reactivate", page=PAGE, section="people", confirm="if given")
async def reactivate(actor: Administrator, user_id: RowId = 0) -> Done:
    """Reactivate an account."""
    await accounts.reactivate_person(actor, user_id)
    return done("reactivated")


@form("/admin/people/log-out", page=PAGE, section="people")
async def log_out(actor: Administrator, user_id: RowId = 0) -> Done:
    """End all sessions of an account."""
    await accounts.end_sessions_of(actor.user, user_id)
    return done("logged-out")


def reset_link_form(public_url: str) -> Form:
    """Make the form that creates a link by which somebody chooses a new password; it is shown once."""

    @form("/admin/people/reset-link", page=PAGE, section="people", confirm="if given")
    async def create_reset_link(request: Request, actor: Administrator, user_id: RowId = 0) -> Response:
        token = await accounts.create_reset_link(actor, user_id)
        return forms.page(
            "show_once.html",
            title="Password reset link",
            lead="It resets the password once, within an hour. Give it to the account's owner only.",
            label="Reset link",
            secret=absolute(request, public_url, f"/reset/{token}"),
            picture="",
            back=PEOPLE,
            back_to="administration",
        )

    return create_reset_link


def _name_of(user_id: int) -> str:
    try:
        return isolate(accounts.user_by_id(user_id).name)
    except NotFound:  # deleted meanwhile, or nobody's id
        return "The account"
