"""Logging in and out. A session is a browser that somebody is logged in with."""

from contextlib import suppress

import peewee

from chat.accounts.events import SessionEnded, TokensEnded
from chat.accounts.guards import active_user, require_active, require_session
from chat.accounts.items import Identity, UserItem
from chat.accounts.passwords import password_matches
from chat.accounts.queries import BOT, SEEN_WITHIN_MS, credentials, is_alive
from chat.accounts.tokens import hash_token, new_session_id, new_token
from chat.errors import Invalid, NotSignedIn, Unavailable
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.text import MAX_EMAIL
from models import Bot, Session, User, now_ms, row_id

HOUR_MS = 3600 * 1000

IDLE_MS = {False: 24 * HOUR_MS, True: 30 * 24 * HOUR_MS}
"""How long a session lives without activity, by whether it is kept (OWASP ASVS 5.0, 7.3.1)."""

LIFETIME_MS = {False: 7 * 24 * HOUR_MS, True: 180 * 24 * HOUR_MS}
"""How long a session lives at most (7.3.2)."""

KEPT_SECONDS = LIFETIME_MS[True] // 1000
"""Cookie lifetime of a kept session, in seconds."""

WRONG = "Email or password is wrong."

MAX_SESSIONS = 50
"""Maximum number of sessions for each account; one more ends the least recently used one (7.1.2)."""


async def log_in(email: str, password: str, *, is_kept: bool = False, device: str = "") -> str:
    """Check email and password, start a session and return its token.

    Raises `NotSignedIn`; neither its text nor the time that it takes tells which of the two was wrong.

    Args:
        email: as typed
        password: as typed
        is_kept: whether the session survives closing the browser
        device: a name by which the owner recognises the browser
    """
    found = await database.read(credentials, email) if len(email) <= 2 * MAX_EMAIL else None
    user_id, password_hash = found or (0, None)
    if not await password_matches(password, password_hash):
        raise NotSignedIn(WRONG)
    token = new_token()
    await database.write(_insert, hash_token(token), user_id, is_kept, device, password_hash)
    return token


async def start_session(user_id: int, *, is_kept: bool = False, device: str = "") -> str:
    """Start a session for an account that is already authenticated, and return its token."""
    token = new_token()
    await database.write(_insert, hash_token(token), user_id, is_kept, device)
    return token


async def end_session(token: str) -> None:
    """End the session of a token, and close its pages."""
    await database.write(end_sessions, Session.token_hash == hash_token(token))


async def end_own_session(actor: UserItem, session_id: int) -> None:
    """End one of the actor's sessions; an unknown one, or somebody else's, is ignored."""
    await database.write(_end_own, actor, session_id)


async def end_other_sessions(identity: Identity) -> None:
    """End all sessions of the actor but the current one."""
    await database.write(end_others, identity)


async def end_expired_sessions() -> None:
    """End expired sessions, and close their pages."""
    await database.write(end_sessions, Session.expires_at <= now_ms())


async def confirm_identity(identity: Identity, password: str) -> str:
    """Check the actor's password before sensitive changes, and return a new token for the session.

    The old token is invalid from then on (OWASP ASVS 5.0, 7.2.4). Raises `Invalid` for a wrong password.
    """
    password_hash = await database.read(_password_hash, identity)
    if not await password_matches(password, password_hash):
        raise Invalid("That password is incorrect.")
    token = new_token()
    await database.write(_confirm, identity, hash_token(token))
    return token


async def touch_session(session_id: int) -> None:
    """Store that a session is in use, which extends it."""
    with suppress(Unavailable):  # on a full disk, say, which must not keep anybody from reading
        await database.write(_touch, session_id)


def _insert(token_hash: str, user_id: int, is_kept: bool, device: str, password_hash: str | None = None) -> None:
    user = active_user(user_id)
    if user.role == BOT:
        raise NotSignedIn(WRONG)
    if password_hash not in (None, user.password_hash):  # changed while it was checked, which ended all sessions
        raise NotSignedIn(WRONG)
    end_sessions(Session.expires_at <= now_ms())
    newest = Session.select(Session.id).where(Session.user == user).order_by(Session.seen_at.desc())
    surplus = [row.id for row in newest.offset(MAX_SESSIONS - 1).limit(MAX_SESSIONS)]
    if surplus:
        end_sessions(Session.id.in_(surplus))
    expires_at = now_ms() + IDLE_MS[is_kept]
    Session.create(
        id=new_session_id(),
        token_hash=token_hash,
        user=user,
        is_kept=is_kept,
        device=device[:80],
        expires_at=expires_at,
    )


def end_others(identity: Identity) -> None:
    """End all sessions of the actor but the current one, inside a change."""
    session = require_session(identity)
    end_sessions((Session.user == session.user_id) & (Session.id != session.id))


def end_tokens(person: User) -> None:
    """Say that somebody's tokens are good no more, and those of their bots, which speak only as long as they may."""
    for user_id in (person.id, *(made.user_id for made in Bot.select(Bot.user).where(Bot.owner == person))):
        bus.publish_on_commit(TokensEnded(user_id))


def end_sessions(which: peewee.Expression) -> None:
    """End the sessions that a condition finds, and close their pages, inside a change."""
    ended = Session.delete().where(which).returning(Session.id, Session.user).tuples().execute()
    for session_id, user_id in ended:
        bus.publish_on_commit(SessionEnded(session_id, user_id))


def _end_own(actor: UserItem, session_id: int) -> None:
    mine = Session.user == require_active(actor)
    end_sessions(mine & (Session.id == row_id(session_id)))


def _password_hash(identity: Identity) -> str:
    return str(require_active(identity.user).password_hash)


def _confirm(identity: Identity, token_hash: str) -> None:
    session = require_session(identity)
    session.token_hash, session.confirmed_at = token_hash, now_ms()
    session.save(only=[Session.token_hash, Session.confirmed_at])


def _touch(session_id: int) -> None:
    is_stale = Session.seen_at < now_ms() - SEEN_WITHIN_MS
    session = Session.get_or_none(Session.id == row_id(session_id), is_stale, is_alive())
    if session:
        session.seen_at = now_ms()
        session.expires_at = min(
            session.seen_at + IDLE_MS[session.is_kept], session.created_at + LIFETIME_MS[session.is_kept]
        )
        session.save(only=[Session.seen_at, Session.expires_at])
