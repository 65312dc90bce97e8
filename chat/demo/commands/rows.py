"""Rows that demo content and bulk content consist of."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence

from faker import Faker
from peewee import Expression, chunked, fn

from chat.accounts import hash_password
from chat.messages import unchecked
from chat.messages.markdown import VERSION, draw
from chat.storage.settings import is_demo
from models import Membership, Message, Room, Setting, User

DEMO_PASSWORD = "passw0rd!passw0rd!"  # noqa: S105 - published: a demo database is served on loopback only
ROWS_PER_INSERT = 1_000  # times the columns that is well below SQLite's limit of 32,766 variables in a statement

NewMessage = tuple[int, int, str, int]  # room id, author id, body, time


def faker() -> Faker:
    """Return what makes names and words up, the same ones each time."""
    fake = Faker("en_US")
    fake.seed_instance(9)
    return fake


def people_hash() -> str:
    """Return the hash of the demo's published password; in a database with real users, of one that nobody knows."""
    if not is_demo() and User.select().exists():
        return hash_password(secrets.token_urlsafe())
    Setting.insert(name="demo", value="1").on_conflict_ignore().execute()
    return hash_password(DEMO_PASSWORD)


def add_direct_room(*two: int) -> Room:
    """Make a room in which two people, by their ids, write to each other."""
    room = Room.create(name="", kind="direct", people_key=" ".join(map(str, sorted(two))))
    add_memberships((room.id, person) for person in two)
    return room


def add_memberships(pairs: Iterable[tuple[int, int]]) -> None:
    """Put people into rooms: pairs of the ids of a room and of somebody."""
    for batch in chunked(pairs, ROWS_PER_INSERT):
        Membership.insert_many(batch, fields=("room", "user")).execute()


def store(new_messages: Sequence[NewMessage]) -> None:
    """Store messages, with their HTML and whom they mention, as if they had been sent."""
    counts = Counter(room for room, *_ in new_messages)
    revisions = {room: iter(take_revisions(room, count)) for room, count in counts.items()}
    rows = ((*message, draw(message[2]), VERSION, *[next(revisions[message[0]])] * 2) for message in new_messages)
    columns = ("room", "author", "body", "created_at", "html", "html_version", "revision", "created_revision")
    newest = Message.select(fn.MAX(Message.id)).scalar() or 0
    for batch in chunked(rows, ROWS_PER_INSERT):
        Message.insert_many(batch, fields=columns).execute()
    for message in Message.select(Message, Room).join(Room).where(Message.id > newest, Message.body.contains("@")):
        unchecked.note_mentions(message, message.room, message.body, message.html)


def take_revisions(room_id: int, count: int) -> range:
    """Take the next revisions of a room, which locks it until the commit, and return them."""
    Room.update(revision=Room.revision + count).where(Room.id == room_id).execute()
    last: int = Room.get_by_id(room_id).revision
    return range(last - count + 1, last + 1)


def mark_read(rooms: Expression, but: int = 0) -> None:
    """Have everybody read some rooms, but for the newest messages."""
    for room in Room.select().where(rooms):
        newest = Message.select(Message.id).where(Message.room == room).order_by(Message.id.desc()).offset(but).limit(1)
        Membership.update(read_id=newest.scalar() or 0).where(Membership.room == room).execute()
