"""Checks at the start of a command: is the account active, an administrator, recently confirmed?"""

import peewee

from chat.accounts.items import Identity, UserItem
from chat.accounts.queries import is_active, is_alive
from chat.errors import Forbidden, NotSignedIn, PasswordNeeded
from models import Session, User, held, is_id, now_ms

CONFIRMED_FOR_MS = 10 * 60 * 1000

"""How long a password given once is good for sensitive changes."""


def active(asker: UserItem) -> User:
    """Return the asker's row; raises `NotSignedIn` for whoever has been deactivated or has left meanwhile."""
    return _found(User.select().where(User.id == asker.id, is_active()), asker)


def held_active(asker: UserItem) -> User:
    """Do as `active` in a change that runs beside others: whoever shuts the asker out waits until it is done."""
    return _found(held(User.select().where(User.id == asker.id, is_active()), for_update="FOR SHARE"), asker)


def administrator(asker: UserItem) -> User:
    """Return the asker's row; raises `Forbidden` for whoever does not run the place now."""
    row = active(asker)
    if row.role != "administrator":
        raise Forbidden("Only administrators can do this.")
    return row


def is_confirmed(identity: Identity) -> bool:
    """Tell whether an asker has given their password lately; commands ask the database, this is for what is shown."""
    return identity.confirmed_at >= now_ms() - CONFIRMED_FOR_MS


def signed_in(identity: Identity) -> Session:
    """Return the asker's session; raises `NotSignedIn` where it has ended meanwhile."""
    row = active(identity.user)
    session = Session.get_or_none(Session.id == identity.session_id, Session.user == row, is_alive())
    if session is None:
        raise NotSignedIn("Please log in again.")
    return session


def confirmed(identity: Identity) -> User:
    """Return the asker's row; raises `PasswordNeeded` where the session has not seen the password lately."""
    if signed_in(identity).confirmed_at < now_ms() - CONFIRMED_FOR_MS:
        raise PasswordNeeded("Please enter your password as well.")
    return active(identity.user)


def confirmed_administrator(identity: Identity) -> User:
    """Return the row of an administrator who has given their password lately."""
    signed_in(identity)  # first: whoever is out learns nothing of what they might do
    administrator(identity.user)
    return confirmed(identity)


def not_the_last_administrator(row: User) -> None:
    """Raise `Forbidden` where nobody would be left to run the place."""
    others = User.select().where(User.id != row.id, User.role == "administrator", is_active())
    if row.role == "administrator" and not others.exists():
        raise Forbidden("Somebody has to run the place: make somebody else administrator first.")


def _found(rows: "peewee.ModelSelect[User]", asker: UserItem) -> User:
    row: User | None = rows.first() if is_id(asker.id) else None
    if row is None:
        raise NotSignedIn("Please log in again.")
    return row
