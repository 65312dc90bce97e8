"""Reads of accounts, sessions, API tokens, invite and reset links."""

from collections.abc import Collection
from typing import Any

import peewee

from chat.accounts.claims import UNCLAIMED, has_address, is_unclaimed
from chat.accounts.items import (
    SCOPES,
    AccountItem,
    ApiTokenItem,
    Caller,
    Identity,
    InviteItem,
    Registration,
    Role,
    Scope,
    SessionItem,
    UserItem,
)
from chat.errors import NotFound
from chat.storage.prepared import Prepared
from chat.storage.settings import setting
from chat.storage.sorting import name_sort_key
from models import ApiToken, Avatar, Bot, Invite, ResetLink, Session, User, is_active, now_ms, row_id

BOT = "bot"
"""The role of a program's account."""

SEEN_WITHIN_MS = 5 * 60 * 1000
"""Precision of `seen_at`, in milliseconds; writing it at every event would cost more than the event."""


def identity(token_hash: str) -> Identity | None:
    """Find the user of a session by its token; None if the session has ended."""
    return _identity(_by_token.row(token_hash, now_ms()))


def identity_of_session(session_id: int) -> Identity | None:
    """Find the user of a session by its id; None if the session has ended."""
    return _identity(_by_id.row(session_id, now_ms()))


def living_sessions(session_ids: Collection[int]) -> set[int]:
    """Return which of these sessions are still valid."""
    rows = Session.select(Session.id).join(User).where(Session.id.in_(list(session_ids)), is_alive(), is_active())
    return {row.id for row in rows}


def api_user(token_hash: str) -> Caller | None:
    """Find the user of an API token that has not expired, and what the token is good for."""
    rows: Any = ApiToken.select(ApiToken, User, Bot.owner).join(User)
    made = rows.join(Bot, peewee.JOIN.LEFT_OUTER, on=(Bot.user == User.id), attr="made")
    row = made.where(ApiToken.token_hash == token_hash, _is_good(), may_speak()).first()
    if row is None:
        return None
    user = row.user
    owner_id = user.made.owner_id if getattr(user, "made", None) else None
    good_for = (scopes_of(row.scopes), row.room_id, row.expires_at, owner_id)
    return Caller(user.id, user.name, user.avatar, role_of(user.role), *good_for)


def _is_good() -> Any:
    """Query condition on `ApiToken`: it has not expired."""
    return ApiToken.expires_at.is_null() | (ApiToken.expires_at > now_ms())


def may_speak() -> Any:
    """Query condition on `User`: the account is active, and if it is a bot, who has made it is so, too.

    Else whoever is shut out would keep a way in by their bots.
    """
    owner: Any = User.alias("owner")
    owned = (
        Bot.select(peewee.SQL("1")).join(owner, on=(Bot.owner == owner.id)).where(Bot.user == User.id, is_active(owner))
    )
    return is_active() & ((User.role != BOT) | peewee.fn.EXISTS(owned))


def only_room(actor: UserItem) -> int | None:
    """Return the only room that exists for a program whose token is for one room; None where there is no such limit."""
    return actor.only_room if isinstance(actor, Caller) else None


def living_tokens(token_hashes: Collection[str]) -> dict[str, int | None]:
    """Return which of these API tokens are still good, and for each until when; None for ever."""
    rows: Any = ApiToken.select(ApiToken.token_hash, ApiToken.expires_at).join(User)
    asked = ApiToken.token_hash.in_(list(token_hashes))
    return dict(rows.where(asked, _is_good(), may_speak()).tuples())


def credentials(email: str) -> tuple[int, str] | None:
    """Find an active person's id and password hash by email."""
    email = email.strip().lower()
    # Unprintable characters are in no address, and lone surrogates cannot be sent to the database.
    is_person = is_active() & (User.role != BOT)
    row = User.get_or_none(User.email == email, is_person) if email.isprintable() else None
    return (row.id, row.password_hash) if row else None


def user_by_id(user_id: int) -> UserItem:
    """Return a user; raises `NotFound`."""
    return user_item(user_row(user_id))


def person(user_id: int) -> AccountItem:
    """Return an account with what only its owner and administrators may see; raises `NotFound`."""
    return person_item(user_row(user_id))


def people() -> list[AccountItem]:
    """List all people with an account by name, deactivated ones too."""
    seen = peewee.fn.MAX(Session.seen_at).alias("seen_at")
    there = User.deleted_at.is_null() & (User.role != BOT)
    rows = User.select(User, seen).join(Session, peewee.JOIN.LEFT_OUTER).where(there).group_by(User)
    return sorted(map(person_item, rows), key=lambda person: name_sort_key(person.user))


def has_people() -> bool:
    """Whether there is any account that somebody has; the first one becomes the administrator."""
    return User.select().where(User.password_hash != UNCLAIMED, User.role != BOT).exists()


def sessions_of(user_id: int) -> list[SessionItem]:
    """List a user's sessions, the last used first."""
    rows = Session.select().where(Session.user == user_id, is_alive()).order_by(Session.seen_at.desc(), Session.id)
    return [SessionItem(row.id, row.device, row.is_kept, row.created_at, row.seen_at) for row in rows]


def api_tokens_of(user_id: int) -> list[ApiTokenItem]:
    """List a user's API tokens, the newest first."""
    return list(tokens_by_user([user_id]).get(user_id, ()))


def tokens_by_user(user_ids: Collection[int]) -> dict[int, tuple[ApiTokenItem, ...]]:
    """Return the API tokens of these users, the newest first, by their ids."""
    found: dict[int, tuple[ApiTokenItem, ...]] = {}
    for row in ApiToken.select().where(ApiToken.user.in_(list(user_ids))).order_by(ApiToken.id.desc()):
        found[row.user_id] = (*found.get(row.user_id, ()), _token_item(row))
    return found


def _token_item(row: ApiToken) -> ApiTokenItem:
    is_expired = row.expires_at is not None and row.expires_at <= now_ms()
    used = (row.id, row.name, row.created_at, row.used_at)
    return ApiTokenItem(*used, scopes_of(row.scopes), row.room_id, row.expires_at, is_expired)


def invites() -> list[InviteItem]:
    """List the valid invite links, the newest first."""
    rows = Invite.select(Invite, User).join(User).where(Invite.expires_at > now_ms()).order_by(Invite.id.desc())
    return [InviteItem(row.id, user_item(row.author), row.created_at, row.expires_at) for row in rows]


def is_invite(token_hash: str) -> bool:
    """Whether an invite link is valid."""
    return Invite.select().where(Invite.token_hash == token_hash, Invite.expires_at > now_ms()).exists()


def reset_link_user(token_hash: str) -> UserItem | None:
    """Find the user of a valid password reset link."""
    links = ResetLink.select(ResetLink, User).join(User).where(is_active() | is_unclaimed())
    row = links.where(ResetLink.token_hash == token_hash, ResetLink.expires_at > now_ms()).first()
    return user_item(row.user) if row else None


def is_claimable(user_id: int) -> bool:
    """Whether an account was imported, and nobody has claimed it so far."""
    return User.select().where(User.id == user_id, is_unclaimed()).exists()


def avatar(digest: str) -> bytes:
    """Return a picture's bytes; raises `NotFound`."""
    row = Avatar.get_or_none(Avatar.digest == digest)
    if row is None:
        raise NotFound("Picture not found.")
    return bytes(row.image)


def user_item(row: User | UserItem) -> UserItem:
    """Return the item of a user's row."""
    return UserItem(row.id, row.name, row.avatar, role_of(row.role))


def user_row(user_id: int) -> User:
    """Return a user's row; raises `NotFound`, also for a deleted account."""
    row = User.get_or_none(User.id == row_id(user_id), User.deleted_at.is_null())
    if row is None:
        raise NotFound("Person not found.")
    return row


def is_alive() -> peewee.Expression:
    """Query condition: the session has not expired."""
    return Session.expires_at > now_ms()


@Prepared
def _by_token(token_hash: Any, now: Any) -> Any:
    return _sessions().where(Session.token_hash == token_hash, Session.expires_at > now)


@Prepared
def _by_id(session_id: Any, now: Any) -> Any:
    return _sessions().where(Session.id == session_id, Session.expires_at > now)


def _sessions() -> Any:
    columns = (Session.id, Session.confirmed_at, Session.seen_at, Session.is_kept, Session.expires_at)
    return Session.select(*columns, User.id, User.name, User.avatar, User.role).join(User).where(is_active())


def _identity(row: tuple[Any, ...] | None) -> Identity | None:
    if row is None:
        return None
    id_, confirmed_at, seen_at, is_kept, ends_at, user_id, name, avatar, role = row
    user = UserItem(user_id, name, avatar, role_of(role))
    return Identity(id_, user, confirmed_at, seen_at, bool(is_kept), ends_at)


def person_item(row: User) -> AccountItem:
    """Return the account item of a user's row, with `seen_at` if the query has that column."""
    times = (row.created_at, row.deactivated_at, getattr(row, "seen_at", None))
    email = row.email if has_address(row.email) else ""
    return AccountItem(user_item(row), email, *times, is_unclaimed=row.password_hash == UNCLAIMED)


def role_of(role: str) -> Role:
    """Return the role that a column names."""
    return "administrator" if role == "administrator" else "bot" if role == BOT else "member"


def scopes_of(scopes: str) -> tuple[Scope, ...]:
    """Return what a token is good for, as its column says."""
    return tuple(scope for scope in SCOPES if scope in scopes.split())


def registration() -> Registration:
    """Return who may register: anybody, only people with an invite link, or nobody."""
    match setting("registration"):
        case "open":
            return "open"
        case "closed":
            return "closed"
    return "invite"
