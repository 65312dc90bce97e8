"""API tokens."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from chat.accounts.bots import has_active_owner, is_of_hook
from chat.accounts.commands.bots import require_bot_manager
from chat.accounts.events import TokensEnded
from chat.accounts.guards import require_active, require_recent_password
from chat.accounts.items import SCOPES, Identity, UserItem
from chat.accounts.queries import SEEN_WITHIN_MS
from chat.accounts.tokens import hash_token, new_token
from chat.errors import Forbidden, Invalid, Unavailable
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.text import clean_name
from models import ApiToken, Bot, now_ms, row_id

DAY_MS = 24 * 3600 * 1000

MAX_TOKENS = 50
"""Maximum number of tokens for each account."""


DAYS = (7, 30, 90, 365)
"""For how many days a token may be good, besides for ever."""


async def create_api_token(
    identity: Identity,
    name: str,
    *,
    scopes: Collection[str] = SCOPES,
    room_id: int | None = None,
    days: int | None = None,
    bot_id: int | None = None,
) -> str:
    """Create an API token and return it; only its hash is stored.

    Raises `PasswordNeeded`, `Invalid` for the name and what the token is to be good for, `Forbidden` past `MAX_TOKENS`
    and for a bot of somebody else or of a webhook, and `NotFound` for whoever is no bot.

    Args:
        identity: who asks
        name: what it is for
        scopes: what it is good for: "read", "write" or both
        room_id: the only room that it sees; None for all that its user sees
        days: for how long it is good, one of `DAYS`; None for ever
        bot_id: the bot whose it is; None for one of the actor's own
    """
    token = new_token()
    columns = {"name": clean_name(name), "token_hash": hash_token(token), "room_id": room_id}
    columns |= {"scopes": _scopes(scopes), "expires_at": _end(days)}
    await database.write(_create, identity, bot_id, columns)
    return token


async def revoke_api_token(actor: UserItem, token_id: int) -> None:
    """Revoke an API token of the actor, or of a bot that they manage; an unknown one, or another's, is ignored."""
    await database.write(_revoke, actor, token_id)


async def touch_api_token(token: str) -> None:
    """Store that a token was used, to within a few minutes; a read first avoids most writes."""
    token_hash = hash_token(token)
    if await database.read(_is_stale, token_hash):
        with suppress(Unavailable):  # on a full disk, say, which must not keep anybody from reading
            await database.write(_touch, token_hash)


def _scopes(scopes: Collection[str]) -> str:
    if not isinstance(scopes, (list, tuple, set, frozenset)) or not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid("Choose what the token is good for: reading, writing or both.")
    return " ".join(scope for scope in SCOPES if scope in scopes)


def _end(days: int | None) -> int | None:
    if days is not None and days not in DAYS:
        raise Invalid("Choose for how long the token is good.")
    return None if days is None else now_ms() + days * DAY_MS


def _create(identity: Identity, bot_id: int | None, columns: dict[str, Any]) -> None:
    row = require_recent_password(identity)
    owner = row if bot_id is None else require_bot_manager(identity.user, bot_id)[1]
    if owner.deactivated_at:
        raise Invalid("This bot is deactivated. Reactivate it first.")
    if is_of_hook(owner):
        raise Forbidden("The bot of a webhook posts by the webhook’s address alone. Make a bot of its own for a token.")
    if bot_id is not None and not has_active_owner(owner):
        raise Invalid("The account of who made this bot is not active. Deactivate and reactivate it to take it over.")
    if ApiToken.select().where(ApiToken.user == owner).count() >= MAX_TOKENS:
        whose = "You already have" if bot_id is None else "This bot already has"
        raise Forbidden(f"{whose} {MAX_TOKENS} tokens. Revoke one first.")
    ApiToken.create(user=owner, **columns)


def _revoke(actor: UserItem, token_id: int) -> None:
    row = require_active(actor)
    made = Bot.select(Bot.user)
    bots = made if row.role == "administrator" else made.where(Bot.owner == row)
    mine = (ApiToken.user == row) | ApiToken.user.in_(bots)
    ended = ApiToken.delete().where(mine, ApiToken.id == row_id(token_id)).returning(ApiToken.user)
    for (user_id,) in ended.tuples().execute():
        bus.publish_on_commit(TokensEnded(user_id))


def _is_stale(token_hash: str) -> bool:
    was_used_lately = ApiToken.used_at >= now_ms() - SEEN_WITHIN_MS
    return not ApiToken.select().where(ApiToken.token_hash == token_hash, was_used_lately).exists()


def _touch(token_hash: str) -> None:
    ApiToken.update(used_at=now_ms()).where(ApiToken.token_hash == token_hash).execute()
