"""Checks at the start of a command: is the actor active, an administrator, and was the password entered recently?"""

from collections.abc import Sequence
from typing import Any

from chat.accounts.items import Identity, UserItem
from chat.accounts.queries import is_alive
from chat.errors import Forbidden, NotSignedIn, PasswordNeeded
from chat.storage.prepared import Prepared
from models import Session, User, is_active, lock_for_update, now_ms, row_id

CONFIRMED_FOR_MS = 10 * 60 * 1000
"""How long after entering the password sensitive changes are allowed, in milliseconds."""


def require_active(actor: UserItem) -> User:
    """Return the actor's row; raises `NotSignedIn` if the account was deactivated or deleted meanwhile."""
    return active_user(actor.id)


def active_user(user_id: int) -> User:
    """Return a user's row; raises `NotSignedIn` if there is none, or it was deactivated or deleted."""
    return _found(_active.models(User, row_id(user_id)))


def require_active_locked(actor: UserItem) -> User:
    """Do as `require_active` in a concurrent change, with a lock: deactivating the actor waits for its commit."""
    return _found(_active_locked.models(User, row_id(actor.id)))


def require_active_alone(actor: UserItem) -> User:
    """Do as `require_active_locked`, and have other changes of the same actor wait: for what is counted of a person."""
    return _found(_active_alone.models(User, row_id(actor.id)))


def require_administrator(actor: UserItem) -> User:
    """Return the actor's row; raises `Forbidden` unless it is an administrator's."""
    row = require_active(actor)
    if row.role != "administrator":
        raise Forbidden("Only administrators can do this.")
    return row


def has_recent_password(identity: Identity) -> bool:
    """Whether the password was entered recently; for display only, since commands ask the database."""
    return identity.confirmed_at >= now_ms() - CONFIRMED_FOR_MS


def require_session(identity: Identity) -> Session:
    """Return the actor's session; raises `NotSignedIn` if it has ended meanwhile."""
    row = require_active(identity.user)
    session = Session.get_or_none(Session.id == identity.session_id, Session.user == row, is_alive())
    if session is None:
        raise NotSignedIn("Please log in again.")
    return session


def require_recent_password(identity: Identity) -> User:
    """Return the actor's row; raises `PasswordNeeded` unless the password was entered recently in this session."""
    if require_session(identity).confirmed_at < now_ms() - CONFIRMED_FOR_MS:
        raise PasswordNeeded("Please enter your current password.")
    return require_active(identity.user)


def require_confirmed_administrator(identity: Identity) -> User:
    """Return the row of an administrator who has recently entered their password."""
    require_session(identity)  # first: without a session one must not learn more
    require_administrator(identity.user)
    return require_recent_password(identity)


def require_another_administrator(row: User) -> None:
    """Raise `Forbidden` if this is the last administrator."""
    others = User.select().where(User.id != row.id, User.role == "administrator", is_active())
    if row.role == "administrator" and not others.exists():
        raise Forbidden("There must be at least one administrator. Make somebody else an administrator first.")


@Prepared
def _active(user_id: Any) -> Any:
    return User.select().where(User.id == user_id, is_active())


@Prepared
def _active_locked(user_id: Any) -> Any:
    return lock_for_update(User.select().where(User.id == user_id, is_active()), for_update="FOR SHARE")


@Prepared
def _active_alone(user_id: Any) -> Any:
    """Not `FOR UPDATE`, for which everything that names the person would wait, such as a reaction to their message."""
    return lock_for_update(User.select().where(User.id == user_id, is_active()), for_update="FOR NO KEY UPDATE")


def _found(rows: Sequence[User]) -> User:
    if not rows:
        raise NotSignedIn("Please log in again.")
    return rows[0]
