"""Unsubscribing from mail by a link in it, without logging in: the link is signed and says whose it is."""

import hmac
from hashlib import sha256
from secrets import token_hex

from chat.accounts import is_active
from chat.errors import NotFound
from chat.storage.database import database
from models import NotificationSettings, Setting, User, row_id

SECRET = "unsubscribe_secret"  # noqa: S105 - the name of a setting

MAX_DIGITS = 18


async def unsubscribe_from_mail(token: str) -> None:
    """Mail no more to whom a link names; raises `NotFound` unless the server has signed it."""
    await database.write(_unsubscribe, token)


def is_unsubscribe_token(token: str) -> bool:
    """Whether the server has made this token, for somebody who has an account."""
    return _owner(token) is not None


def unsubscribe_token(user_id: int) -> str:
    """Return what a link in somebody's mail ends with, in a change of the database: the secret is made once."""
    row = Setting.get_or_none(Setting.name == SECRET) or Setting.create(name=SECRET, value=token_hex(32))
    return f"{user_id}.{_signature(row.value, user_id)}"


def _unsubscribe(token: str) -> None:
    user_id = _owner(token)
    if user_id is None:
        raise NotFound("This link is not valid.")
    NotificationSettings.insert(user=user_id, wants_mail=False).on_conflict(
        conflict_target=[NotificationSettings.user], update={NotificationSettings.wants_mail: False}
    ).execute()


def _owner(token: object) -> int | None:
    if not isinstance(token, str) or not token.isascii():
        return None
    number, _, signature = token.partition(".")
    user_id = row_id(int(number)) if number.isdigit() and len(number) <= MAX_DIGITS else 0
    secret = Setting.get_or_none(Setting.name == SECRET)
    if secret is None or not hmac.compare_digest(signature, _signature(secret.value, user_id)):
        return None
    return user_id if User.select().where(User.id == user_id, is_active()).exists() else None


def _signature(secret: str, user_id: int) -> str:
    return hmac.new(bytes.fromhex(secret), f"unsubscribe {user_id}".encode(), sha256).hexdigest()
