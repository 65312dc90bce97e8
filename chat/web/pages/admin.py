"""`/admin`: the administration page; a 404 for members."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, rooms
from chat.accounts.items import AccountItem, Identity, InviteItem, Registration, UserItem
from chat.desktop import qr
from chat.errors import NotFound
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.text import parse_id
from chat.web.components.shared.text_direction import isolate
from chat.web.pages import forms
from chat.web.pages.actor import Administrator
from chat.web.pages.admin_view import View
from chat.web.pages.form import Form, form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import Field, RowId
from chat.web.pages.frame import frame

NOTICES = {
    "room": ("rooms", "Room updated."),
    "archived": ("rooms", "Room archived. It is now read-only."),
    "restored": ("rooms", "Room restored."),
    "default": ("rooms", "New people join this room from now on."),
    "not-default": ("rooms", "New people no longer join this room."),
    "role": ("people", "Role changed."),
    "deactivated": ("people", "{name} has been deactivated and logged out."),
    "reactivated": ("people", "The account has been reactivated."),
    "logged-out": ("people", "Logged out everywhere."),
    "registration": ("registration", "Registration saved."),
    "revoked": ("invites", "Invite link revoked."),
}
"""Notices by key: the section of the page, and the text."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows."""

    rooms: Listing[RoomItem]
    archived: Listing[RoomItem]
    people: Listing[AccountItem]
    invites: Sequence[InviteItem]
    registration: Registration

    def forms(self) -> set[str]:
        """Return the names of the forms that are on the page."""
        rooms = {f"room-{room.id}" for room in (*self.rooms.items, *self.archived.items)}
        return {"registration", "invites"} | rooms | {f"person-{person.user.id}" for person in self.people.items}


def register(public_url: str) -> None:
    """Add the routes."""
    app.get("/admin")(show)
    app.get("/admin/{part:path}")(to_the_page)
    for each in (set_registration, invite_form(public_url), revoke_invite):
        each.register()


async def show(request: Request, actor: Administrator, notice: str = "", person: str = "") -> Response:
    """Show the page."""
    name = await database.read(_name_of, parse_id(person)) if person else ""
    return await draw(request, actor, notice_for(NOTICES, notice, name=name))


async def to_the_page(_actor: Administrator, part: str) -> Response:  # noqa: ARG001 (whichever it is)
    """Redirect a reload of a form that was refused to the page with the form."""
    return forms.redirect("/admin")


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page; the error of a form that is not on it is shown at the top."""
    view = View.of(request.query_params)
    here = await database.read(_overview, actor.user, view)
    return await asyncio.to_thread(
        forms.page,
        "admin.html",
        frame=await frame(actor.user),
        error=outcome.error,
        outcome=outcome,
        viewer=actor.user,
        here=here,
        view=view,
        is_placed=outcome.form in here.forms(),
        asks_password=not accounts.has_recent_password(actor),
    )


def _back(request: Request, section: str, **more: Any) -> str:
    """Return the page's address with the lists as they were, where the form was."""
    return View.of(request.query_params).address(section=section, **more)


ADMIN = FormPage(draw, _back, NOTICES)


def address(request: Request, public_url: str, path: str) -> str:
    """Return a path as a URL that others can open."""
    return f"{public_url or f'{request.url.scheme}://{request.url.netloc}'}{path}"


@form("/admin/registration", page=ADMIN, section="registration", confirm="if given")
async def set_registration(actor: Administrator, mode: Field = "") -> Done:
    """Set who may register."""
    await accounts.set_registration(actor, mode)
    return done("registration")


def invite_form(public_url: str) -> Form:
    """Make the form that creates a link by which people come in."""

    @form("/admin/invites", page=ADMIN, section="invites")
    async def create_invite(request: Request, actor: Administrator) -> Response:
        link = address(request, public_url, f"/join/{await accounts.create_invite(actor.user)}")
        return forms.page(
            "show_once.html",
            title="New invite link",
            lead="Anybody with this link can register, for a week or until you revoke it.",
            label="Invite link",
            secret=link,
            picture=qr.data_url(link),
            back="/admin#invites",
            back_to="administration",
        )

    return create_invite


@form("/admin/invites/revoke", page=ADMIN, section="invites")
async def revoke_invite(actor: Administrator, invite_id: RowId = 0) -> Done:
    """Revoke an invite link."""
    await accounts.revoke_invite(actor.user, invite_id)
    return done("revoked")


def _name_of(user_id: int) -> str:
    try:
        return isolate(accounts.user_by_id(user_id).name)
    except NotFound:  # deleted meanwhile, or nobody's id
        return "The account"


def _overview(actor: UserItem, view: View) -> Overview:
    return Overview(
        rooms.room_listing(actor, view.rooms, view.rooms_page),
        rooms.room_listing(actor, view.rooms, view.archived_page, is_archived=True),
        accounts.people_listing(view.people, view.people_page),
        accounts.invites(),
        accounts.registration(),
    )
