"""Webhooks in a room's settings: making them, whose address is shown once, and revoking them."""

from fastapi import Request
from fastapi.responses import Response

from chat import programs
from chat.errors import about_field
from chat.programs.items import HookItem
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import Form, form
from chat.web.pages.form_page import Done, FormPage, done
from chat.web.pages.forms import Field, PathId, RowId
from chat.web.pages.hooks import EXAMPLE
from chat.web.server.own_address import own_address
from chat.web.server.security_headers import FRAME_POLICY

NOTICES = {"hook-revoked": ("hooks", "Webhook revoked.")}


def hook_forms(page: FormPage) -> tuple[Form, ...]:
    """Return the forms of that section."""

    @form("/rooms/{room_id}/settings/hook", page=page, section="hooks")
    async def create(
        request: Request, actor: Actor, room_id: PathId, name: Field = "", tells_all: Field = ""
    ) -> Response:
        """Make a webhook, and show its address: this once and never again."""
        with about_field("name"):
            made = await programs.create_hook(actor.user, room_id, name, may_tell_all=tells_all == "yes")
        return _show(request, *made)

    @form("/rooms/{room_id}/settings/revoke-hook", page=page, section="hooks")
    async def revoke(actor: Actor, room_id: PathId, hook_id: RowId = 0) -> Done:
        """Revoke a webhook."""
        await programs.delete_hook(actor.user, room_id, hook_id)
        return done("hook-revoked")

    return create, revoke


def _show(request: Request, hook: HookItem, token: str) -> Response:
    address = f"{own_address(request)}/hooks/{token}"
    response = forms.page("hook_made.html", hook=hook, address=address, example=f"{EXAMPLE}{address}")
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response
