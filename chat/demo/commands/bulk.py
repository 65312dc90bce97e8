"""Content that is made up for measurements, as much of it as is wanted."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from peewee import JOIN, Expression, Value, chunked, fn

from chat.config import BadSettingError
from chat.demo.commands.rows import ROWS_PER_INSERT, NewMessage, add_direct_room, faker, mark_read, people_hash, store
from chat.demo.made_up import sentences
from chat.storage.name_keys import distinct_names, name_key
from models import Membership, Message, Room, User, db, is_active, is_room, now_ms

YEAR_MS = 31_536_000_000
ROOMS_OF_A_PERSON, ROWS_PER_TRANSACTION = 200, 10_000
CLOSED = 10  # every tenth room is


def bulk_content(
    rooms: int, users: int, messages: int, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> None:
    """Add rooms and users, and messages of all users in all rooms.

    `progress` is told how many messages are there, and of how many. Raises `BadSettingError` if nobody could write any.
    """
    with db.connection_context():
        with db.atomic():
            newest = Room.select(fn.MAX(Room.id)).scalar() or 0
            _add_rooms(rooms)
            _add_people(users)
            _add_missing_memberships((Room.kind == "open") | ((Room.kind == "closed") & (Room.id > newest)))
            _add_direct_rooms(rooms // 4)
            if messages and not (Room.select().exists() and User.select().exists()):
                raise BadSettingError("--messages: there are no rooms or no people; add --rooms and --users")
        for number, new_messages in enumerate(chunked(_generate_messages(messages), ROWS_PER_TRANSACTION)):
            with db.atomic():
                store(new_messages)
            progress(number * ROWS_PER_TRANSACTION + len(new_messages), messages)
        with db.atomic():
            mark_read(Room.id.not_in([room.id for room in Room.select(Room.id) if room.id % 3 == 0]))
        db.execute_sql("ANALYZE")  # without statistics SQLite's planner may choose the wrong one of the indexes


def _add_rooms(count: int) -> None:
    fake, used = faker(), {room.name for room in Room.select()}
    names = (f"{fake.word()}-{number}" for number in itertools.count(len(used) + 1))
    kinds = itertools.cycle(["open"] * (CLOSED - 1) + ["closed"])
    rows = ((name, name_key(name), fake.catch_phrase(), next(kinds)) for name in names if name not in used)
    for batch in chunked(itertools.islice(rows, count), ROWS_PER_INSERT):
        Room.insert_many(batch, fields=("name", "name_key", "description", "kind")).execute()


def _add_direct_rooms(count: int) -> None:
    """Have people write to each other, two by two."""
    ids = [user.id for user in User.select(User.id).order_by(User.id)]
    for one, other in itertools.islice(itertools.pairwise(ids), count):
        if not Room.select().where(Room.people_key == f"{one} {other}").exists():
            add_direct_room(one, other)


def _add_people(count: int) -> None:
    fake, used, password_hash = faker(), {user.email for user in User.select()}, people_hash() if count else ""
    emails = map("person{}@streamchat.io".format, itertools.count(len(used) + 1))
    names = distinct_names(iter(fake.name, None), {name_key(user.name) for user in User.select()})
    rows = ((*next(names), email, password_hash) for email in emails if email not in used)
    for batch in chunked(itertools.islice(rows, count), ROWS_PER_INSERT):
        User.insert_many(batch, fields=("name", "name_key", "email", "password_hash")).execute()


def _add_missing_memberships(rooms: Expression) -> None:
    """Put everybody into these rooms, or into some of them where there are very many."""
    count = max(Room.select().where(rooms).count(), 1)
    mine = Membership.select(Value(1)).where(Membership.room == Room.id, Membership.user == User.id)
    pairs = Room.select(Room.id, User.id, Value("member"), Value(now_ms()), Value(0), Value(0)).join(User, JOIN.CROSS)
    number = Room.id + User.id * 37
    remainder = number - number / count * count  # peewee's % is LIKE
    some = rooms & is_active() & (remainder < ROOMS_OF_A_PERSON)
    fields = [getattr(Membership, name) for name in ("room", "user", "role", "joined_at", "read_id", "listed")]
    Membership.insert_from(pairs.where(some, ~fn.EXISTS(mine)), fields).execute()


def _generate_messages(count: int) -> Iterator[NewMessage]:
    chance, people = (fake := faker()).random, list(User.select(User.id, User.name))
    everybody = [person.id for person in people]
    speakers = {room.id: everybody for room in Room.select(Room.id).where(Room.kind == "open")}
    private: Any = Membership.select(Membership.room, Membership.user).join(Room).where(Room.kind != "open")
    for room, person in private.where(Membership.left_at.is_null(), is_room()).tuples():
        speakers.setdefault(room, []).append(person)
    told = sentences(fake, 3_000 if count else 0) + [f"Thanks @{one.name}" for one in people[:30]]
    newest = Message.select(Message.created_at).order_by(Message.id.desc()).limit(1).scalar() or 0
    start = max((end := max(now_ms(), newest)) - YEAR_MS, newest)
    for number, room in zip(range(count), itertools.cycle(sorted(speakers)), strict=False):
        body = " ".join(chance.choices(told, k=chance.choice((1, 1, 1, 1, 2, 2, 3, 4, 6, 12))))
        yield room, chance.choice(speakers[room]), body, start + (end - start) * number // count
