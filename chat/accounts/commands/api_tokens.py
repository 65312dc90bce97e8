"""API tokens."""

from contextlib import suppress

from chat.accounts.guards import require_active, require_recent_password
from chat.accounts.items import Identity, UserItem
from chat.accounts.queries import SEEN_WITHIN_MS
from chat.accounts.tokens import hash_token, new_token
from chat.errors import Forbidden, Unavailable
from chat.storage.database import database
from chat.text import clean_name
from models import ApiToken, User, now_ms, row_id

MAX_TOKENS = 50
"""Maximum number of tokens for each account."""


async def create_api_token(identity: Identity, name: str) -> str:
    """Create an API token of the actor and return it; only its hash is stored.

    Raises `PasswordNeeded`, `Invalid` for the name, and `Forbidden` past `MAX_TOKENS`.
    """
    token = new_token()
    await database.write(_create, identity, clean_name(name), hash_token(token))
    return token


async def revoke_api_token(actor: UserItem, token_id: int) -> None:
    """Revoke an API token of the actor; an unknown one, or somebody else's, is ignored."""
    await database.write(_revoke, actor, token_id)


async def touch_api_token(token: str) -> None:
    """Store that a token was used, to within a few minutes; a read first avoids most writes."""
    token_hash = hash_token(token)
    if await database.read(_is_stale, token_hash):
        with suppress(Unavailable):  # on a full disk, say, which must not keep anybody from reading
            await database.write(_touch, token_hash)


def _create(identity: Identity, name: str, token_hash: str) -> None:
    row: User = require_recent_password(identity)
    if ApiToken.select().where(ApiToken.user == row).count() >= MAX_TOKENS:
        raise Forbidden(f"You already have {MAX_TOKENS} tokens. Revoke one first.")
    ApiToken.create(token_hash=token_hash, user=row, name=name)


def _revoke(actor: UserItem, token_id: int) -> None:
    mine = ApiToken.user == require_active(actor)
    ApiToken.delete().where(mine, ApiToken.id == row_id(token_id)).execute()


def _is_stale(token_hash: str) -> bool:
    was_used_lately = ApiToken.used_at >= now_ms() - SEEN_WITHIN_MS
    return not ApiToken.select().where(ApiToken.token_hash == token_hash, was_used_lately).exists()


def _touch(token_hash: str) -> None:
    ApiToken.update(used_at=now_ms()).where(ApiToken.token_hash == token_hash).execute()
