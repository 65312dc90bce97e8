"""`/settings/programs`: API tokens, with which programs act as a person."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import Identity, UserItem
from chat.storage.database import database
from chat.web.pages.actor import Actor
from chat.web.pages.distinct import distinct
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId
from chat.web.pages.settings.tabs import PROGRAMS, TABS
from chat.web.pages.settings.token_form import choices, make_token
from chat.web.pages.tab import Tab

NOTICES = {"token": ("tokens", "Token revoked.")}


def register() -> None:
    """Add the routes."""
    TAB.register()
    for each in (create_token, revoke_token):
        each.register()
        app.get(each.path)(TAB.lead_back)


async def _load(_request: Request, actor: Identity) -> Mapping[str, Any]:
    values = await database.read(_read, actor.user)
    return values | {"asks_password": not accounts.has_recent_password(actor)}


def _read(actor: UserItem) -> dict[str, Any]:
    tokens = accounts.api_tokens_of(actor.id)
    return choices(actor) | {"tokens": list(zip(tokens, distinct(token.name for token in tokens), strict=True))}


TAB = Tab(PROGRAMS, "settings/programs.html", TABS, _load, NOTICES)
PAGE = TAB.forms()


@form("/settings/tokens", page=PAGE, section="tokens", confirm="if given")
async def create_token(
    request: Request,
    actor: Actor,
    name: Field = "",
    scopes: Field = "read write",
    room: Field = "",
    days: Field = "",
) -> Response:
    """Create an API token, and show it: this once and never again."""
    return await make_token(request, actor, (name, scopes, days), room, PROGRAMS)


@form("/settings/tokens/revoke", page=PAGE, section="tokens")
async def revoke_token(actor: Actor, token_id: RowId = 0) -> Done:
    """Revoke one of one's own tokens."""
    await accounts.revoke_api_token(actor.user, token_id)
    return done("token")
