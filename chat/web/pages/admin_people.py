"""`/admin/people`: forms that change accounts."""

from fastapi import Request
from fastapi.responses import Response

from chat import accounts
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.admin import address, at, done
from chat.web.pages.form_submission import Administrator, Submission
from chat.web.pages.forms import Field, RowId


class ResetLinks:
    """The form that makes a link by which somebody chooses a new password."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    async def create(
        self, request: Request, actor: Administrator, user_id: RowId = 0, current_password: Field = ""
    ) -> Response:
        """Make a reset link, and show it: this once and never again."""
        return await _submission(request, actor, user_id, current_password).run(
            lambda: accounts.create_reset_link(actor, user_id),
            lambda token: forms.page(
                "show_once.html",
                title="Password reset link",
                lead="It resets the password once, within an hour. Give it to the account's owner only.",
                label="Reset link",
                secret=address(request, self._public_url, f"/reset/{token}"),
                picture="",
                back="/admin#people",
                back_to="administration",
            ),
        )


def register(public_url: str) -> None:
    """Add the routes."""
    forms.post("/admin/people/role", set_role)
    forms.post("/admin/people/deactivate", deactivate)
    forms.post("/admin/people/reactivate", reactivate)
    forms.post("/admin/people/log-out", log_out)
    forms.post("/admin/people/reset-link", ResetLinks(public_url).create)


async def set_role(
    request: Request, actor: Administrator, user_id: RowId = 0, role: Field = "", current_password: Field = ""
) -> Response:
    """Make somebody administrator or member; who makes a member of themselves has no business here any more."""
    is_leaving = user_id == actor.user.id and role == "member"
    return await _submission(request, actor, user_id, current_password).run(
        lambda: accounts.set_role(actor, user_id, role),
        lambda _: forms.redirect(auth.HOME) if is_leaving else done(request, "role"),
    )


async def deactivate(
    request: Request, actor: Administrator, user_id: RowId = 0, current_password: Field = ""
) -> Response:
    """Shut somebody out at once."""
    return await _submission(request, actor, user_id, current_password).run(
        lambda: accounts.deactivate_person(actor, user_id), lambda _: done(request, "deactivated", person=user_id)
    )


async def reactivate(
    request: Request, actor: Administrator, user_id: RowId = 0, current_password: Field = ""
) -> Response:
    """Let somebody in again."""
    return await _submission(request, actor, user_id, current_password).run(
        lambda: accounts.reactivate_person(actor, user_id), lambda _: done(request, "reactivated")
    )


async def log_out(request: Request, actor: Administrator, user_id: RowId = 0) -> Response:
    """End all sessions of somebody."""
    return await _submission(request, actor, user_id).run(
        lambda: accounts.end_sessions_of(actor.user, user_id), lambda _: done(request, "logged-out")
    )


def _submission(request: Request, actor: Administrator, user_id: int, current_password: str = "") -> Submission:
    form = f"person-{user_id}"
    return Submission(request, actor, at(request), form, current_password=current_password)
