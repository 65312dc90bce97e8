"""Fills an empty database with demo content, or any database with generated content for measurements."""

import argparse
import itertools
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from faker import Faker
from peewee import JOIN, Expression, PeeweeException, Value, chunked, fn

from chat import config
from chat.accounts import NO_ADDRESS, hash_password
from chat.demo import ANSWERS, DEMO_PROFILES, DEMO_ROOMS, DIRECT_MESSAGES, THREADS, find_assistant, played, sentences
from chat.demo import NAME as ASSISTANT
from chat.messages import unchecked
from chat.messages.markdown import VERSION, draw
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.name_keys import distinct_names, name_key
from chat.storage.settings import is_demo
from models import Bot, Membership, Message, Profile, Room, Setting, User, db, is_active, is_room, now_ms

DEMO_PASSWORD = "passw0rd!passw0rd!"  # noqa: S105 - published: a demo database is served on loopback only
MINUTE_MS, YEAR_MS = 60_000, 31_536_000_000
ROOMS_OF_A_PERSON, ROWS_PER_TRANSACTION = 200, 10_000
CLOSED = 10  # every tenth room is
ROWS_PER_INSERT = 1_000  # times the columns that is well below SQLite's limit of 32,766 variables in a statement

NewMessage = tuple[int, int, str, int]  # room id, author id, body, time


def demo_content() -> bool:
    """Fill a database without users with demo content; returns whether it had none."""
    return database.write_now(_fill)


def bulk_content(rooms: int, users: int, messages: int) -> None:
    """Add rooms and users, and messages of all users in all rooms."""
    with db.connection_context():
        with db.atomic():
            newest = Room.select(fn.MAX(Room.id)).scalar() or 0
            _add_rooms(rooms)
            _add_people(users)
            _add_missing_memberships((Room.kind == "open") | ((Room.kind == "closed") & (Room.id > newest)))
            _add_direct_rooms(rooms // 4)
            if messages and not (Room.select().exists() and User.select().exists()):
                raise config.BadSettingError("--messages: there are no rooms or no people; add --rooms and --users")
        for number, new_messages in enumerate(chunked(_generate_messages(messages), ROWS_PER_TRANSACTION)):
            with db.atomic():
                _store(new_messages)
            _show_progress(number * ROWS_PER_TRANSACTION + len(new_messages), messages)
        with db.atomic():
            _mark_read(Room.id.not_in([room.id for room in Room.select(Room.id) if room.id % 3 == 0]))
        db.execute_sql("ANALYZE")  # without statistics SQLite's planner may choose the wrong one of the indexes


def main(argv: Sequence[str] | None = None) -> None:
    """Add demo content or, with options on the command line, that many rooms, users and messages."""
    options, others = _parser().parse_known_args(argv)
    try:
        settings = config.load(others)
        settings.prepare_data_dir()
        database.open(settings.database_url)
        print(_seed(options.rooms, options.users, options.messages))
    except (config.BadSettingError, UnusableDatabaseError, PeeweeException) as error:
        print(f"seed.py: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, config.BadSettingError) else 1)
    finally:
        database.close()


def _seed(rooms: int | None, users: int | None, messages: int | None) -> str:
    if rooms is users is messages is None:
        return "The demo is in place." if demo_content() else "There are people here already; nothing was added."
    started = time.perf_counter()
    bulk_content(rooms or 0, users or 0, messages or 0)
    seconds = time.perf_counter() - started
    return f"Added {rooms or 0:,} rooms, {users or 0:,} people and {messages or 0:,} messages in {seconds:.1f} s."


def _fill() -> bool:
    if User.select().exists():
        _put_assistant_in_rooms()
        return False
    people = _add_demo_people(fake := _faker())
    _add_assistant(people[0])
    new_messages = [message for room in DEMO_ROOMS for message in _add_demo_room(fake, people, *room)]
    _put_assistant_in_rooms()
    new_messages += _talk(fake, _add_direct_room(people[0].id, people[2].id), people, DIRECT_MESSAGES)
    threads: dict[str, list[NewMessage]] = {}
    for begins, script in THREADS.items():
        room_id, _, _, at = next(one for one in new_messages if one[2].startswith(begins))
        threads[begins] = _talk(fake, Room.create(name="", kind="thread", parent=room_id), people, script, at)
    new_messages += [reply for replies in threads.values() for reply in replies]
    _store(sorted(new_messages, key=lambda message: message[3]))
    for begins, replies in threads.items():
        _show_thread(Message.get(Message.body.startswith(begins)), replies)
    for answer, begins in ANSWERS.items():
        answered = Message.get(Message.body.startswith(begins)).id
        Message.update(reply_to=answered).where(Message.body.startswith(answer)).execute()
    for rooms, but in ((Room.name == "weekend-plans", 0), (Room.name == "sre-team", 2), (Room.kind == "direct", 1)):
        _mark_read(rooms, but)
    for room in Room.select().where(Room.kind == "open"):
        newest = Message.select().where(Message.room == room).order_by(Message.id.desc()).get()
        newest.edited_at, [newest.revision] = now_ms(), _take_revisions(room.id, 1)
        newest.save()
    return True


def _add_demo_people(fake: Faker) -> list[User]:
    password_hash, people = _password_hash(), []
    for role in ["administrator", *["member"] * 9]:
        name, email = f"{(first := fake.unique.first_name())} {fake.last_name()}", f"{first.lower()}@streamchat.io"
        people.append(User.create(name=name, email=email, password_hash=password_hash, role=role))
    profiles = [(person, *told) for person, told in zip(people, DEMO_PROFILES, strict=True)]
    Profile.insert_many(profiles, fields=("user", "title", "zone", "status_emoji", "status_text")).execute()
    return people


def _add_assistant(owner: User) -> None:
    """Add the bot that answers whoever mentions it; nobody logs in with it."""
    bot = {"email": f"assistant{NO_ADDRESS}", "password_hash": "-", "role": "bot"}
    row = User.create(name=ASSISTANT, name_key=name_key(ASSISTANT), **bot)
    Bot.create(user=row, owner=owner)


def _put_assistant_in_rooms() -> None:
    """Have the assistant in the rooms of everybody, where they find it; from where it was removed it stays away."""
    if assistant := find_assistant():
        known = Membership.select(Membership.room).where(Membership.user == assistant.id)
        rooms = Room.select(Room.id).where(Room.is_default, Room.kind == "open", Room.id.not_in(known))
        _add_memberships((room.id, assistant.id) for room in rooms)


def _add_demo_room(fake: Faker, people: Sequence[User], name: str, about: str, script: str) -> list[NewMessage]:
    room = Room.create(name=name, name_key=name_key(name), description=about, is_default=True)
    _add_memberships((room.id, person.id) for person in people)
    return _talk(fake, room, people, script)


def _add_direct_room(*two: int) -> Room:
    room = Room.create(name="", kind="direct", people_key=" ".join(map(str, sorted(two))))
    _add_memberships((room.id, person) for person in two)
    return room


def _show_thread(root: Message, replies: Sequence[NewMessage]) -> None:
    """Show at a message what was replied to it; all who did, and who wrote it, follow that and have read it."""
    thread, authors = Room.get_by_id(replies[0][0]), list(dict.fromkeys(author for _, author, *_ in replies))
    thread.root_id, thread.replies, thread.replied_at = root.id, len(replies), replies[-1][3]
    thread.faces = " ".join(map(str, authors[:3]))
    thread.save()
    following = [(thread.id, person, root.room_id) for person in {*authors, root.author_id}]
    Membership.insert_many(following, fields=("room", "user", "parent_id")).execute()
    _mark_read(Room.id == thread.id)
    root.thread_id, [root.revision] = thread.id, _take_revisions(root.room_id, 1)
    root.save()


def _add_memberships(pairs: Iterable[tuple[int, int]]) -> None:
    for batch in chunked(pairs, ROWS_PER_INSERT):
        Membership.insert_many(batch, fields=("room", "user")).execute()


def _talk(fake: Faker, room: Room, people: Sequence[User], script: str, start: int = 0) -> list[NewMessage]:
    said = played(fake, [person.name for person in people], script)
    start = start or now_ms() - said[-1][2] - fake.random_int(2, 15) * MINUTE_MS
    return [(room.id, people[speaker].id, body, start + at) for speaker, body, at in said]


def _add_rooms(count: int) -> None:
    fake, used = _faker(), {room.name for room in Room.select()}
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
            _add_direct_room(one, other)


def _add_people(count: int) -> None:
    fake, used, password_hash = _faker(), {user.email for user in User.select()}, _password_hash() if count else ""
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


def _mark_read(rooms: Expression, but: int = 0) -> None:
    """Have everybody read some rooms, but for the newest messages."""
    for room in Room.select().where(rooms):
        newest = Message.select(Message.id).where(Message.room == room).order_by(Message.id.desc()).offset(but).limit(1)
        Membership.update(read_id=newest.scalar() or 0).where(Membership.room == room).execute()


def _password_hash() -> str:
    """Return the hash of the demo's published password; in a database with real users, of one that nobody knows."""
    if not is_demo() and User.select().exists():
        return hash_password(secrets.token_urlsafe())
    Setting.insert(name="demo", value="1").on_conflict_ignore().execute()
    return hash_password(DEMO_PASSWORD)


def _generate_messages(count: int) -> Iterator[NewMessage]:
    chance, people = (fake := _faker()).random, list(User.select(User.id, User.name))
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


def _store(new_messages: Sequence[NewMessage]) -> None:
    counts = Counter(room for room, *_ in new_messages)
    revisions = {room: iter(_take_revisions(room, count)) for room, count in counts.items()}
    rows = ((*message, draw(message[2]), VERSION, *[next(revisions[message[0]])] * 2) for message in new_messages)
    columns = ("room", "author", "body", "created_at", "html", "html_version", "revision", "created_revision")
    newest = Message.select(fn.MAX(Message.id)).scalar() or 0
    for batch in chunked(rows, ROWS_PER_INSERT):
        Message.insert_many(batch, fields=columns).execute()
    for message in Message.select(Message, Room).join(Room).where(Message.id > newest, Message.body.contains("@")):
        unchecked.note_mentions(message, message.room, message.body, message.html)


def _take_revisions(room_id: int, count: int) -> range:
    """Take the next revisions of a room, which locks it until the commit, and return them."""
    Room.update(revision=Room.revision + count).where(Room.id == room_id).execute()
    last: int = Room.get_by_id(room_id).revision
    return range(last - count + 1, last + 1)


def _faker() -> Faker:
    fake = Faker("en_US")
    fake.seed_instance(9)
    return fake


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        bar, end = "█" * (40 * done // total), "\n" * (done == total)
        print(f"\r{bar:░<40} {done:,} of {total:,} messages", end=end, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="seed.py",
        usage=argparse.SUPPRESS,  # otherwise an error would take several lines
        description="Fill an empty database with the demo, or add N of each to any. Takes the settings of main.py too.",
        allow_abbrev=False,
    )
    for name in ("rooms", "users", "messages"):
        parser.add_argument(f"--{name}", type=_count, metavar="N", help=f"how many {name} to add")
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 0 to 999999999')
    return int(text)


if __name__ == "__main__":
    main()
