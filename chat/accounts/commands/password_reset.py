"""Password reset by a link that works once, within an hour."""

from chat.accounts.claims import UNCLAIMED, has_address, is_unclaimed
from chat.accounts.commands.audit import note_action
from chat.accounts.commands.claims import claim, require_address
from chat.accounts.commands.sessions import end_sessions
from chat.accounts.guards import require_confirmed_administrator
from chat.accounts.items import Identity
from chat.accounts.passwords import hash_new_password
from chat.accounts.queries import credentials, person, reset_link_user, user_row
from chat.accounts.tokens import hash_token, new_token
from chat.errors import NotFound
from chat.storage.database import database
from models import ResetLink, Session, User, now_ms

LINK_LIFETIME_MS = 3600 * 1000

CLAIM_LIFETIME_MS = 7 * 24 * 3600 * 1000
"""How long a link is good by which the owner of an imported account claims it: as long as an invite link."""


async def create_reset_link(identity: Identity, user_id: int) -> str:
    """Create a password reset link for an account, as an administrator, and return its token.

    The administrator passes the link on and never learns the password (OWASP ASVS 5.0, 6.4.6). For an imported account
    that nobody has claimed, it is the way to claim it. Raises `Forbidden`, `PasswordNeeded`, `NotFound`, and `Invalid`
    for somebody without an address.
    """
    token = new_token()
    await database.write(_create_for, identity, user_id, hash_token(token))
    return token


async def request_reset(email: str) -> str | None:
    """Create a reset link for the account with this email address and return its token; None if there is none.

    Older links stay valid: anybody can ask for one, which must not invalidate the link that somebody is about to open.
    The caller mails the token to that address only, and answers the same in either case.
    """
    token = new_token()
    return token if await database.write(_create_by_email, email, hash_token(token)) else None


async def reset_password(token: str, password: str) -> None:
    """Set a new password by a link's token, and end all sessions of the account; an imported one becomes active.

    Raises `NotFound` for a link that was used, has expired or never existed, and `Invalid` for the password.
    """
    token_hash = hash_token(token)
    user = await database.read(reset_link_user, token_hash)
    if user is None:
        raise NotFound("This link has expired or was already used. Ask for a new one.")
    email = (await database.read(person, user.id)).email
    password_hash = await hash_new_password(password, user.name, email)
    await database.write(_reset, token_hash, password_hash)


def _create_for(identity: Identity, user_id: int, token_hash: str) -> None:
    actor, user = require_confirmed_administrator(identity), user_row(user_id)
    require_address(user)
    ResetLink.delete().where(ResetLink.user == user).execute()  # older ones may have got into the wrong hands
    _create(user.id, token_hash, CLAIM_LIFETIME_MS if user.password_hash == UNCLAIMED else LINK_LIFETIME_MS)
    note_action(actor, "reset-link", person=user.id)


def _create_by_email(email: str, token_hash: str) -> bool:
    found = credentials(email) or _unclaimed(email)
    if found:
        _create(found[0], token_hash)
    return found is not None


def _unclaimed(email: str) -> tuple[int, str] | None:
    row = User.get_or_none(User.email == email, is_unclaimed()) if email.isprintable() else None
    return (row.id, row.password_hash) if row and has_address(email) else None


def _create(user_id: int, token_hash: str, lifetime: int = LINK_LIFETIME_MS) -> None:
    ResetLink.delete().where(ResetLink.expires_at <= now_ms()).execute()
    ResetLink.create(token_hash=token_hash, user=user_id, expires_at=now_ms() + lifetime)


def _reset(token_hash: str, password_hash: str) -> None:
    user = reset_link_user(token_hash)
    if user is None:
        raise NotFound("This link has expired or was already used. Ask for a new one.")
    ResetLink.delete().where(ResetLink.user == user.id).execute()
    row = user_row(user.id)
    if row.password_hash == UNCLAIMED:
        claim(row, password_hash)
    User.update(password_hash=password_hash).where(User.id == user.id).execute()
    end_sessions(Session.user == user.id)
