"""`/settings/bots`: the bots that somebody has made, their tokens, names and pictures."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts.items import Identity, UserItem
from chat.errors import Invalid, about_field
from chat.storage.database import database
from chat.text import parse_id
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId
from chat.web.pages.sent_picture import MAX_PICTURE_BODY, sent_with_picture
from chat.web.pages.settings.tabs import BOTS, TABS
from chat.web.pages.settings.token_form import choices, make_token
from chat.web.pages.tab import Tab
from chat.web.server.limits import PROFILE, UPLOADS

NOTICES = {
    "made": ("bots", "Bot made. Put it into rooms by their members, and give it a token."),
    "changed": ("bots", "Name saved."),
    "picture": ("bots", "Picture updated."),
    "no-picture": ("bots", "Picture removed."),
    "token": ("bots", "Token revoked."),
    "off": ("bots", "Bot deactivated, and its tokens revoked."),
    "on": ("bots", "Bot reactivated. It needs a new token."),
}


def register() -> None:
    """Add the routes."""
    TAB.register()
    for each in (create, change, set_picture, remove_picture, create_token, revoke_token, deactivate, reactivate):
        each.register()
        app.get(each.path)(TAB.lead_back)


async def _load(request: Request, actor: Identity) -> Mapping[str, Any]:
    values = await database.read(_read, actor.user)
    opened = parse_id(request.query_params.get("bot", ""))
    return values | {"asks_password": not accounts.has_recent_password(actor), "opened": opened}


def _read(actor: UserItem) -> dict[str, Any]:
    others = [bot for bot in accounts.all_bots(actor) if bot.owner.id != actor.id] if actor.is_administrator else []
    bots = [*accounts.bots_of(actor), *others]
    return choices(actor) | {"bots": bots, "sections": [f"bot-{bot.id}" for bot in bots]}


def _back(_request: Request, section: str, *, notice: str, bot: int = 0) -> str:
    return f"{BOTS}?notice={notice}&bot={bot}#{f'bot-{bot}' if bot else section}"


TAB = Tab(BOTS, "settings/bots.html", TABS, _load, NOTICES)
PAGE = TAB.forms(_back)


@form("/settings/bots/create", page=PAGE, section="create", limit=PROFILE)
async def create(actor: Actor, name: Field = "") -> Done:
    """Make a bot."""
    with about_field("name"):
        bot = await accounts.create_bot(actor.user, name)
    return done("made", bot=bot.id)


@form("/settings/bots/change", page=PAGE, section="bot-{bot_id}", limit=PROFILE)
async def change(actor: Actor, bot_id: RowId = 0, name: Field = "") -> Done:
    """Give a bot another name."""
    await accounts.change_bot(actor.user, bot_id, name)
    return done("changed", bot=bot_id)


@form("/settings/bots/picture", page=PAGE, section="bots", max_body_size=MAX_PICTURE_BODY)
async def set_picture(request: Request, actor: Actor) -> Done:
    """Give a bot a picture."""
    await UPLOADS.acquire(str(actor.user.id))
    fields, image = await sent_with_picture(request)
    if not image:
        raise Invalid("Choose a picture first.")
    bot_id = parse_id(fields.get("bot_id", ""))
    await accounts.set_bot_picture(actor.user, bot_id, image)
    return done("picture", bot=bot_id)


@form("/settings/bots/picture/remove", page=PAGE, section="bot-{bot_id}", limit=PROFILE)
async def remove_picture(actor: Actor, bot_id: RowId = 0) -> Done:
    """Remove a bot's picture."""
    await accounts.remove_bot_picture(actor.user, bot_id)
    return done("no-picture", bot=bot_id)


@form("/settings/bots/tokens", page=PAGE, section="bot-{bot_id}", confirm="if given")
async def create_token(
    request: Request,
    actor: Actor,
    bot_id: RowId = 0,
    name: Field = "",
    scopes: Field = "read write",
    room: Field = "",
    days: Field = "",
) -> Response:
    """Create a token of a bot, and show it: this once and never again."""
    return await make_token(request, actor, (name, scopes, days), room, f"{BOTS}?bot={bot_id}#bot-{bot_id}", bot_id)


@form("/settings/bots/tokens/revoke", page=PAGE, section="bot-{bot_id}")
async def revoke_token(actor: Actor, bot_id: RowId = 0, token_id: RowId = 0) -> Done:
    """Revoke a token of a bot."""
    await accounts.revoke_api_token(actor.user, token_id)
    return done("token", bot=bot_id)


@form("/settings/bots/deactivate", page=PAGE, section="bot-{bot_id}")
async def deactivate(actor: Actor, bot_id: RowId = 0) -> Done:
    """Deactivate a bot."""
    await accounts.deactivate_bot(actor.user, bot_id)
    return done("off", bot=bot_id)


@form("/settings/bots/reactivate", page=PAGE, section="bot-{bot_id}")
async def reactivate(actor: Actor, bot_id: RowId = 0) -> Done:
    """Reactivate a bot."""
    await accounts.reactivate_bot(actor.user, bot_id)
    return done("on", bot=bot_id)
