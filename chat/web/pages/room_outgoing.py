"""Outgoing webhooks in a room's settings: making them, their secret, which is shown once, and deleting them."""

from typing import Any

from fastapi.responses import Response

from chat import programs
from chat.accounts.items import UserItem
from chat.errors import about_field
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import Form, form
from chat.web.pages.form_page import Done, FormPage, done
from chat.web.pages.forms import Field, PathId, RowId

NOTICES = {
    "outgoing-on": ("outgoing", "The webhook is told again, of what is said from now on."),
    "outgoing-deleted": ("outgoing", "Webhook deleted."),
}


def outgoing_of(actor: UserItem, room_id: int) -> dict[str, Any]:
    """Return what that section shows."""
    return {
        "outgoing_hooks": programs.outgoing_hooks(actor, room_id),
        "bots": programs.bots_that_may_listen(actor, room_id),
    }


def outgoing_forms(page: FormPage) -> tuple[Form, ...]:
    """Return the forms of that section."""

    @form("/rooms/{room_id}/settings/outgoing", page=page, section="outgoing")
    async def create(
        actor: Actor, room_id: PathId, bot_id: RowId = 0, address: Field = "", listens_to: Field = "mentions"
    ) -> Response:
        """Have an address told of the room, and show the secret: this once and never again."""
        with about_field("address"):
            _, secret = await programs.create_outgoing_hook(actor.user, room_id, bot_id, address, listens_to)
        return _show(secret, room_id)

    @form("/rooms/{room_id}/settings/outgoing-secret", page=page, section="outgoing")
    async def rotate(actor: Actor, room_id: PathId, hook_id: RowId = 0) -> Response:
        """Give a webhook another secret, and show it."""
        return _show(await programs.rotate_outgoing_secret(actor.user, hook_id), room_id)

    @form("/rooms/{room_id}/settings/outgoing-on", page=page, section="outgoing")
    async def enable(actor: Actor, room_id: PathId, hook_id: RowId = 0) -> Done:  # noqa: ARG001 (the page's)
        """Have a webhook that was stopped told again."""
        await programs.enable_outgoing_hook(actor.user, hook_id)
        return done("outgoing-on")

    @form("/rooms/{room_id}/settings/outgoing-delete", page=page, section="outgoing")
    async def delete(actor: Actor, room_id: PathId, hook_id: RowId = 0) -> Done:  # noqa: ARG001 (the page's)
        """Delete a webhook."""
        await programs.delete_outgoing_hook(actor.user, hook_id)
        return done("outgoing-deleted")

    return create, rotate, enable, delete


def _show(secret: str, room_id: int) -> Response:
    return forms.page(
        "show_once.html",
        title="The secret of the webhook",
        lead="The endpoint checks with it that what it is told comes from here. Do not share it.",
        label="Secret",
        secret=secret,
        picture="",
        back=f"/rooms/{room_id}/settings#outgoing",
        back_to="the room’s settings",
    )
