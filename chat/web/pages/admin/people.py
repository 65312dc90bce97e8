"""`/admin`: the people with an account; the first tab of the administration."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app, background_tasks

from chat import accounts
from chat.accounts.items import Identity
from chat.errors import Invalid, NotFound
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
from chat.web.pages.reset import SendLink
from chat.web.pages.tab import Tab

NOTICES = {
    "role": ("people", "Role changed."),
    "deactivated": ("people", "{name} has been deactivated and logged out."),
    "reactivated": ("people", "The account has been reactivated."),
    "logged-out": ("people", "Logged out everywhere."),
    "sent": ("people", "A link is on its way to {name}."),
    "address": ("people", "{name} has an email address now. Next, give them a link."),
}

MOVED = {"rooms": ROOMS, "invites": INVITATIONS, "registration": PLACE}
"""Where the sections are that were on this page once."""

RESET = (
    "Password reset link",
    "It resets the password once, within an hour. Give it to the account's owner only.",
    "Reset link",
)
CLAIM = (
    "Link to an account",
    "Whoever opens it chooses a password, once, within a week. Give it to the account's owner only.",
    "Link",
)
"""Title, lead and label of a link that is shown once."""


class _Mail:
    """Mails links to imported accounts, where mail can be sent."""

    send: SendLink | None = None


_mail = _Mail()

OF_ROOMS = ("rooms", "rooms_page", "archived_page")
"""What the address of this page had when rooms were on it, too."""


def register(public_url: str, send_claim: SendLink | None = None) -> None:
    """Add the routes; `send_claim` mails links, where mail can be sent."""
    _mail.send = send_claim
    TAB.register(show)
    for each in (set_role, deactivate, reactivate, log_out, send_link, give_address, reset_link_form(public_url)):
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
        "sends_links": _mail.send is not None,
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


@form("/admin/people/send-link", page=PAGE, section="people", confirm="if given")
async def send_link(actor: Administrator, user_id: RowId = 0) -> Done:
    """Mail somebody the link by which they claim their imported account."""
    if _mail.send is None:
        raise Invalid("This server sends no mail: copy a link instead.")
    person = await database.read(accounts.person, user_id)
    if not person.is_unclaimed:
        raise Invalid("This account has an owner.")
    token = await accounts.create_reset_link(actor, user_id)
    background_tasks.create(_mail.send(person.email, f"/reset/{token}"), name="mail a link to an account")
    return done("sent", person=user_id)


@form("/admin/people/address", page=PAGE, section="people", confirm="if given")
async def give_address(actor: Administrator, user_id: RowId = 0, email: Field = "") -> Done:
    """Give an imported account an email address."""
    await accounts.give_address(actor, user_id, email)
    return done("address", person=user_id)


def reset_link_form(public_url: str) -> Form:
    """Make the form that creates a link by which somebody chooses a new password; it is shown once."""

    @form("/admin/people/reset-link", page=PAGE, section="people", confirm="if given")
    async def create_reset_link(request: Request, actor: Administrator, user_id: RowId = 0) -> Response:
        token = await accounts.create_reset_link(actor, user_id)
        is_unclaimed = (await database.read(accounts.person, user_id)).is_unclaimed
        title, lead, label = CLAIM if is_unclaimed else RESET
        return forms.page(
            "show_once.html",
            title=title,
            lead=lead,
            label=label,
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
