"""`/admin/invites`: links by which people come in."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import Identity, InviteItem, Registration
from chat.desktop import qr
from chat.storage.database import database
from chat.web.pages import forms
from chat.web.pages.actor import Administrator
from chat.web.pages.admin.tabs import GUARDS, INVITATIONS, TABS, absolute
from chat.web.pages.form import Form, form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import RowId
from chat.web.pages.tab import Tab

NOTICES = {"revoked": ("invites", "Invite link revoked.")}


def register(public_url: str) -> None:
    """Add the routes."""
    TAB.register()
    invite_form(public_url).register()
    revoke_invite.register()
    app.get(revoke_invite.path, dependencies=list(GUARDS))(TAB.lead_back)


async def _load(_request: Request, _actor: Identity) -> Mapping[str, Any]:
    invites, registration = await database.read(_read)
    return {"invites": invites, "registration": registration}


def _read() -> tuple[list[InviteItem], Registration]:
    return accounts.invites(), accounts.registration()


TAB = Tab(INVITATIONS, "admin/invitations.html", TABS, _load, NOTICES, GUARDS)
PAGE = TAB.forms()


def invite_form(public_url: str) -> Form:
    """Make the form that creates a link by which people come in."""

    @form(INVITATIONS, page=PAGE, section="invites")
    async def create_invite(request: Request, actor: Administrator) -> Response:
        link = absolute(request, public_url, f"/join/{await accounts.create_invite(actor.user)}")
        return forms.page(
            "show_once.html",
            title="New invite link",
            lead="Anybody with this link can register, for a week or until you revoke it.",
            label="Invite link",
            secret=link,
            picture=qr.data_url(link),
            back=INVITATIONS,
            back_to="administration",
        )

    return create_invite


@form("/admin/invites/revoke", page=PAGE, section="invites")
async def revoke_invite(actor: Administrator, invite_id: RowId = 0) -> Done:
    """Revoke an invite link."""
    await accounts.revoke_invite(actor.user, invite_id)
    return done("revoked")
