"""Which rooms of a seeded database everybody may open: between them are conversations and threads; who is in them."""

from collections.abc import Sequence

from peewee import chunked

from chat.accounts import hash_token
from chat.storage.database import database
from models import Membership, Room, Session, User, db, now_ms

AT_ONCE = 500
"""Rows of one INSERT."""


def open_rooms(url: str, count: int) -> list[int]:
    """Return the ids of the first open rooms of the database at that address."""
    database.open(url)
    try:
        with db.connection_context():
            found = Room.select(Room.id).where(Room.kind == "open").order_by(Room.id).limit(count)
            return [room.id for room in found]
    finally:
        database.close()


def put_people_in(url: str, rooms: Sequence[int], each: int) -> dict[int, list[str]]:
    """Have each of these rooms be one of people who are in no other of them; return the tokens of their sessions."""
    database.open(url)
    try:
        with db.atomic():
            Membership.delete().where(Membership.room.in_(rooms)).execute()
            people = User.select(User.id).where(User.role == "member").order_by(User.id.desc())
            groups = dict(zip(rooms, chunked([row.id for row in people], each), strict=False))
            pairs = [(room, person) for room, group in groups.items() for person in group]
            for members in chunked(pairs, AT_ONCE):
                Membership.insert_many(members, fields=("room", "user")).execute()
            sessions = [(hash_token(_token(person)), person, 2 * now_ms()) for _, person in pairs]
            for some in chunked(sessions, AT_ONCE):
                Session.insert_many(some, fields=("token_hash", "user", "expires_at")).execute()
    finally:
        database.close()
    return {room: [_token(person) for person in group] for room, group in groups.items()}


def _token(person: int) -> str:
    return f"session-of-{person}"
