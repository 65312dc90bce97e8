"""What tests of accounts share: people with passwords, signed in, and a look at all that is stored."""

import sqlite3
from typing import Any

from chat import accounts
from chat.accounts import hash_password, hash_token, is_active, start_session, user_item
from chat.accounts.items import Identity, Role, UserItem
from models import Membership, Room, Session, User, db, now_ms

PASSWORD = "a lamp beside the river"
HASH = hash_password(PASSWORD)
LONG_AGO = now_ms() - 11 * 60 * 1000
"""Too long ago for a password to be good for sensitive changes."""


def somebody() -> UserItem:
    """Return an active user, who is in all open rooms; the first of them, or a new one."""
    row = User.get_or_none(is_active()) or User.create(name="Somebody", email="somebody@example.com", password_hash="-")
    put_in_open_rooms(row)
    return user_item(row)


def put_in_open_rooms(user: User) -> None:
    """Make somebody a member of all open rooms."""
    mine = {row.room_id for row in Membership.select().where(Membership.user == user)}
    open_rooms = [room for room in Room.select().where(Room.kind == "open") if room.id not in mine]
    Membership.insert_many([{"room": room, "user": user} for room in open_rooms]).execute()


def put_everybody_in(room: Room) -> Room:
    """Make all users members of a room, and return it."""
    mine = {row.user_id for row in Membership.select().where(Membership.room == room)}
    Membership.insert_many([{"room": room, "user": user} for user in User.select() if user.id not in mine]).execute()
    return room


def register_person(name: str, role: Role = "member") -> int:
    """Put a person with a password into the database."""
    email = f"{name.lower().replace(' ', '-')}@example.com"
    return int(User.create(name=name, email=email, password_hash=HASH, role=role).id)


async def sign_in(user_id: int, *, is_kept: bool = False) -> Identity:
    """Open a session that has just seen the password."""
    return identified(await start_session(user_id, is_kept=is_kept))


def identified(token: str) -> Identity:
    """Return who a token belongs to."""
    identity = accounts.identity(hash_token(token))
    assert identity
    return identity


def forget_confirmation(identity: Identity) -> None:
    """Let the time pass for which a password once given is good."""
    Session.update(confirmed_at=LONG_AGO).where(Session.id == identity.session_id).execute()


def stored() -> dict[str, list[Any]]:
    """Read everything that the database holds; again only if SQLite knows of a change since."""
    global _last
    now = _changes()
    if now is None or _last is None or _last[0] != now:
        tables = db.get_tables()
        _last = now, {name: db.execute_sql(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in tables}
    return dict(_last[1])


_last: tuple[object, dict[str, list[Any]]] | None = None


def _changes() -> object:
    """Return what differs once anything is written, by this connection or another; None where that is not known."""
    connection = db.connection()
    if not isinstance(connection, sqlite3.Connection):
        return None
    return connection, connection.total_changes, db.execute_sql("PRAGMA data_version").fetchone()
