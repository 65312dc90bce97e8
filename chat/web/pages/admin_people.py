"""`/admin/people`: forms that change accounts."""

from fastapi import Request
from fastapi.responses import Response

from chat import accounts
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.actor import Administrator
from chat.web.pages.admin import ADMIN, address
from chat.web.pages.form import Form, form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId

PERSON = "person-{user_id}"
"""The forms of one person are one section of the page."""


def register(public_url: str) -> None:
    """Add the routes."""
    for each in (set_role, deactivate, reactivate, log_out, reset_link_form(public_url)):
        each.register()


@form("/admin/people/role", page=ADMIN, section=PERSON, confirm="if given")
async def set_role(actor: Administrator, user_id: RowId = 0, role: Field = "") -> Response | Done:
    """Make somebody administrator or member; who makes a member of themselves has no business here any more."""
    await accounts.set_role(actor, user_id, role)
    is_leaving = user_id == actor.user.id and role == "member"
    return forms.redirect(auth.HOME) if is_leaving else done("role")


@form("/admin/people/deactivate", page=ADMIN, section=PERSON, confirm="if given")
async def deactivate(actor: Administrator, user_id: RowId = 0) -> Done:
    """Deactivate an account, and log it out at once."""
    await accounts.deactivate_person(actor, user_id)
    return done("deactivated", person=user_id)


@form("/admin/people/reactivate", page=ADMIN, section=PERSON, confirm="if given")
async def reactivate(actor: Administrator, user_id: RowId = 0) -> Done:
    """Reactivate an account."""
    await accounts.reactivate_person(actor, user_id)
    return done("reactivated")


@form("/admin/people/log-out", page=ADMIN, section=PERSON)
async def log_out(actor: Administrator, user_id: RowId = 0) -> Done:
    """End all sessions of an account."""
    await accounts.end_sessions_of(actor.user, user_id)
    return done("logged-out")


def reset_link_form(public_url: str) -> Form:
    """Make the form that creates a link by which somebody chooses a new password; it is shown once."""

    @form("/admin/people/reset-link", page=ADMIN, section=PERSON, confirm="if given")
    async def create_reset_link(request: Request, actor: Administrator, user_id: RowId = 0) -> Response:
        token = await accounts.create_reset_link(actor, user_id)
        return forms.page(
            "show_once.html",
            title="Password reset link",
            lead="It resets the password once, within an hour. Give it to the account's owner only.",
            label="Reset link",
            secret=address(request, public_url, f"/reset/{token}"),
            picture="",
            back="/admin#people",
            back_to="administration",
        )

    return create_reset_link
