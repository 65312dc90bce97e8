"""What commands ask before they change anything: is the asker still in, do they run the place, is it really them?"""

import peewee

from chat.errors import Forbidden, NotFound, NotSignedIn, PasswordNeeded
from chat.items import Identity, UserItem
from chat.queries import is_active, is_alive, room_row
from models import Room, Session, User, held, is_id, now_ms

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


def held_room(room_id: int) -> Room:
    """Return a room's row and keep all other changes to its messages out until this one is stored, or not.

    That makes the order of revisions the order of commits. Raises `NotFound`.
    """
    room: Room | None = held(Room.select().where(Room.id == room_id)).first() if is_id(room_id) else None
    if room is None:
        raise NotFound("There is no such room.")
    return room


def held_open_room(room_id: int) -> Room:
    """Do as `held_room` for a room in use; raises `Forbidden` for one that was put away."""
    return _open(held_room(room_id))


def open_room(room_id: int) -> Room:
    """Do as `held_open_room` where nothing is changed, and so nobody has to be kept out."""
    return _open(room_row(room_id))


def _open(room: Room) -> Room:
    if room.archived_at:
        raise Forbidden("This room is archived: it can be read, not written to.")
    return room


def _found(rows: "peewee.ModelSelect[User]", asker: UserItem) -> User:
    row: User | None = rows.first() if is_id(asker.id) else None
    if row is None:
        raise NotSignedIn("Please log in again.")
    return row
