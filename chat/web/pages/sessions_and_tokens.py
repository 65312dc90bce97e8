"""`/settings/browsers` and `/settings/tokens`: sessions and API tokens."""

from fastapi.responses import Response

from chat import accounts
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId
from chat.web.pages.settings import SETTINGS


def register() -> None:
    """Add the routes."""
    for each in (end_browser, end_other_browsers, create_token, revoke_token):
        each.register()


@form("/settings/browsers/end", page=SETTINGS, section="browsers")
async def end_browser(actor: Actor, session_id: RowId = 0) -> Done:
    """Log one of one's own browsers out; its open pages close."""
    await accounts.end_own_session(actor.user, session_id)
    return done("browser")


@form("/settings/browsers/end-others", page=SETTINGS, section="browsers")
async def end_other_browsers(actor: Actor) -> Done:
    """Log all one's own browsers out but this one."""
    await accounts.end_other_sessions(actor)
    return done("browsers")


@form("/settings/tokens", page=SETTINGS, section="tokens", confirm="if given")
async def create_token(actor: Actor, name: Field = "") -> Response:
    """Create an API token, and show it: this once and never again."""
    return forms.page(
        "show_once.html",
        title="Your new API token",
        lead="A program with this token can act as you. Do not share it.",
        label="API token",
        secret=await accounts.create_api_token(actor, name),
        picture="",
        back="/settings#tokens",
        back_to="settings",
    )


@form("/settings/tokens/revoke", page=SETTINGS, section="tokens")
async def revoke_token(actor: Actor, token_id: RowId = 0) -> Done:
    """Revoke one of one's own tokens."""
    await accounts.revoke_api_token(actor.user, token_id)
    return done("token")
