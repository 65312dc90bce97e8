"""Fills an empty database with demo content, or any database with generated content for measurements."""

import argparse
import itertools
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from faker import Faker
from peewee import PeeweeException, chunked

from chat import config
from chat.accounts import hash_password
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.name_keys import distinct_names, name_key
from chat.storage.settings import is_demo
from models import Message, Room, Setting, User, db, now_ms

DEMO_PASSWORD = "passw0rd!passw0rd!"  # noqa: S105 - published: a demo database is served on loopback only
MINUTE_MS, YEAR_MS = 60_000, 31_536_000_000
ROWS_PER_TRANSACTION = 10_000
ROWS_PER_INSERT = 1_000  # times the columns that is well below SQLite's limit of 32,766 variables in a statement

# Each conversation starts with "+" and the minutes since the one before. "|" starts the next message, with the number
# of its author, "¶" is a line break, and {3} the first name of author 3.
WEEKEND_PLANS = """
+0 0 Morning all! Who is around this weekend? | 0 I am thinking of a hike on Saturday, with cake at the end 🥾 |
3 Count me in | 3 As long as it is not 25 km again, {0} | 0 Twelve at most, promise | 6 There is a lovely loop around
the lake. Train at 8:40, four hours of walking, and the inn at the far end does a proper apple cake. I walked it last
autumn and met perhaps ten people all day. Only the first half hour is steep; after that it is all forest and meadows.
| 6 https://example.com/trails/lake-loop | 9 Sold by the cake | 4 Can I bring the dog? | 0 Of course! So, for Saturday:
¶- 8:25 at the station, platform 4 ¶- good shoes, a litre of water ¶- appetite for cake | 7 Sadly out | 7 Send photos!
+1180 2 Film on Friday? The cinema by the canal has an old heist film, with subtitles | 5 Which one? | 5 With a parrot?
| 5 I have seen that one three times | 2 It has a parrot | 5 Fourth time it is then 🦜 | 8 I get the tickets | 1 Me too!
+1590 2 That was great | 2 The parrot still steals it | 5 I only quoted it twice | 8 {5} | 8 Eleven times. I counted
+640 4 Brunch on Sunday? The new place has tables for eight, if we book by tonight | 9 Anything there without eggs? |
4 Plenty: ¶waffles with plums ¶mushrooms on toast ¶and “the gardener”, which comes in a flower pot 🌱 | 9 I will have
the flower pot | 6 Two of us, please | 4 Booked for 11:15, under my name
+920 0 Hikers: showers from three, they say. An hour earlier? | 3 Fine, 7:25 | 3 Bring me coffee and I forgive you ☔
+690 9 What a day! Fourteen kilometres, one thunderstorm, two pieces of cake each | 0 “Twelve at most”, I know |
0 In my defence, somebody followed the dog | 4 He knew where the inn was | 3 https://example.com/photos/the-lake
+1180 7 Brunch was lovely, thank you {4}! | 7 Next one at our place, we own far too many chairs now
+520 1 There is a brass band in the park next Sunday, free, from four | 8 🎺🎺🎺 | 2 I can bring the big blanket |
5 And I bring nothing but good spirits | 5 And maybe crisps | 1 Both welcome. Near the old oak, I will wave
"""
SRE_TEAM = """
+0 5 Good morning. Handover: one page, at 03:12, disk on the log collector at 91 %. I removed two old indexes and it
went down to 64 %, no users affected. The real fix is a shorter retention; the ticket is in the queue. | 1 Thanks {5},
I have the pager now | 1 Go and sleep | 2 Deploying checkout 4.18 in ten minutes | 7 The canary looked good overnight |
2 Rolling out, 25 % | 2 50 % | 2 All done. Errors flat, p99 at 210 ms
+380 1 ALERT checkout: p99 above 2 s | 1 Looking | 2 Here too. Nothing was deployed since this morning | 8 The database
has 400 connections open, normally it is 60 | 1 Incident, severity 2. {8} takes the database, {2} checkout, {7} the
updates | 7 Status page is up: https://example.com/status/checkout | 8 Found it: ¶SELECT * FROM orders ORDER BY created
¶3 ms this morning, 1.8 s now | 2 That is the badge in the header | 2 `flagctl set header-badge off --env prod` |
8 Connections are falling: 310, 180, 75 📉 | 1 p99 back at 220 ms | 7 All clear is posted, nineteen minutes in all |
4 Well done, all of you. Review tomorrow at ten, blameless as always. Put what you saw into the document while it is
fresh, the dead ends too: https://example.com/docs/review-checkout
+1350 4 Good review. We agreed on: ¶1. {8}: an index ¶2. {1}: an alert on connections ¶3. {2}: a runbook | 8 Index is
on staging | 5 Please link the runbook in the alert. At 3 am I can follow a list, not think | 1 Good point, added
+930 9 The certificate of the registry runs out in 9 days | 9 Renewal says “permission denied” 🔐 | 6 That is the role
we tightened last month | 6 Try again? | 9 `certctl renew registry --dry-run` ¶ok: valid for 90 days
+1140 2 Would somebody new try the runbook? https://example.com/runbooks/bad-plan | 3 Done. Steps 1 to 4 are clear |
3 Step 5 needs a role I do not have | 2 Exactly what I wanted to hear
+580 0 Can I restart staging at noon? Kernel update | 7 After 11:30 it is all yours | 0 Back. Took six minutes
+1190 6 Error budget: 61 % left | 4 Then we can afford the failover drill | 4 Thursday at ten? | 8 Yes, and I want to
pull the plug for real this time | 5 As long as it is the right plug 😄
+1140 8 Drill is over. The replica took over after 41 s, no write lost | 1 {9}, you have the pager | 9 Thanks, I think
"""
DEMO_ROOMS = (
    ("weekend-plans", "Hikes, films, brunch, concerts: what are we up to?", WEEKEND_PLANS),
    ("sre-team", "Incidents, deploys, alerts and runbooks; the pager is handed over here.", SRE_TEAM),
)

SENTENCES = (
    "{{day_of_week}} would suit me better.",
    "Has anybody looked at {{file_name}} since {{day_of_week}}?",
    "{{first_name}} wants to {{bs}}, and I think that is the right idea.",
    "I wrote it down: https://example.com/{{uri_path}}",
    "Let us talk about “{{catch_phrase}}” when {{first_name}} is back from {{city}}.",
    "On it, thanks {{first_name}} 👍",
)

NewMessage = tuple[int, int, str, int]  # room id, author id, body, time


def demo_content() -> bool:
    """Fill a database without users with demo content; returns whether it had none."""
    return database.write_now(_fill)


def bulk_content(rooms: int, users: int, messages: int) -> None:
    """Add rooms and users, and messages of all users in all rooms."""
    with db.connection_context():
        with db.atomic():
            _add_rooms(rooms)
            _add_people(users)
            if messages and not (Room.select().exists() and User.select().exists()):
                raise config.BadSettingError("--messages: there are no rooms or no people; add --rooms and --users")
        for number, new_messages in enumerate(chunked(_generate_messages(messages), ROWS_PER_TRANSACTION)):
            with db.atomic():
                _store(new_messages)
            _show_progress(number * ROWS_PER_TRANSACTION + len(new_messages), messages)
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
        return False
    people = _add_demo_people(fake := _faker())
    new_messages = [message for room in DEMO_ROOMS for message in _add_demo_room(fake, people, *room)]
    _store(sorted(new_messages, key=lambda message: message[3]))
    for room_id in {message[0] for message in new_messages}:
        newest = Message.select().where(Message.room == room_id).order_by(Message.id.desc()).get()
        newest.edited_at, [newest.revision] = now_ms(), _take_revisions(room_id, 1)
        newest.save()
    return True


def _add_demo_people(fake: Faker) -> list[User]:
    password_hash, people = _password_hash(), []
    for role in ["administrator", *["member"] * 9]:
        name, email = f"{(first := fake.unique.first_name())} {fake.last_name()}", f"{first.lower()}@streamchat.io"
        people.append(User.create(name=name, email=email, password_hash=password_hash, role=role))
    return people


def _add_demo_room(fake: Faker, people: Sequence[User], name: str, about: str, script: str) -> list[NewMessage]:
    room, new_messages, at = Room.create(name=name, description=about), [], 0
    text = script.format(*(person.name.split()[0] for person in people))
    for conversation in text.split("\n+")[1:]:
        silence, _, said = conversation.partition(" ")
        at += int(silence) * MINUTE_MS
        for message in " ".join(said.split()).split(" | "):
            speaker, _, body = message.partition(" ")
            at += fake.random_int(15, 150) * 1_000
            new_messages.append((people[int(speaker)].id, body.replace(" ¶", "\n"), at))
    start = now_ms() - at - fake.random_int(2, 15) * MINUTE_MS
    return [(room.id, author, body, start + at) for author, body, at in new_messages]


def _add_rooms(count: int) -> None:
    fake, used = _faker(), {room.name for room in Room.select()}
    names = (f"{fake.word()}-{number}" for number in itertools.count(len(used) + 1))
    rows = ((name, name_key(name), fake.catch_phrase()) for name in names if name not in used)
    for batch in chunked(itertools.islice(rows, count), ROWS_PER_INSERT):
        Room.insert_many(batch, fields=("name", "name_key", "description")).execute()


def _add_people(count: int) -> None:
    fake, used, password_hash = _faker(), {user.email for user in User.select()}, _password_hash() if count else ""
    emails = map("person{}@streamchat.io".format, itertools.count(len(used) + 1))
    names = distinct_names(iter(fake.name, None), {name_key(user.name) for user in User.select()})
    rows = ((*next(names), email, password_hash) for email in emails if email not in used)
    for batch in chunked(itertools.islice(rows, count), ROWS_PER_INSERT):
        User.insert_many(batch, fields=("name", "name_key", "email", "password_hash")).execute()


def _password_hash() -> str:
    """Return the hash of the demo's published password; in a database with real users, of one that nobody knows."""
    if not is_demo() and User.select().exists():
        return hash_password(secrets.token_urlsafe())
    Setting.insert(name="demo", value="1").on_conflict_ignore().execute()
    return hash_password(DEMO_PASSWORD)


def _generate_messages(count: int) -> Iterator[NewMessage]:
    chance = (fake := _faker()).random
    sentences = [fake.parse(sentence) for sentence in SENTENCES * 500]
    rooms, people = [row.id for row in Room.select(Room.id)], [row.id for row in User.select(User.id)]
    newest = Message.select(Message.created_at).order_by(Message.id.desc()).limit(1).scalar() or 0
    start = max((end := max(now_ms(), newest)) - YEAR_MS, newest)
    for number in range(count):
        body = " ".join(chance.choices(sentences, k=chance.choice((1, 1, 1, 1, 2, 2, 3, 4, 6, 12))))
        yield rooms[number % len(rooms)], chance.choice(people), body, start + (end - start) * number // count


def _store(new_messages: Sequence[NewMessage]) -> None:
    counts = Counter(room for room, *_ in new_messages)
    revisions = {room: iter(_take_revisions(room, count)) for room, count in counts.items()}
    rows = ((*message, revision, revision) for message in new_messages for revision in [next(revisions[message[0]])])
    columns = ("room", "author", "body", "created_at", "revision", "created_revision")
    for batch in chunked(rows, ROWS_PER_INSERT):
        Message.insert_many(batch, fields=columns).execute()


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
        bar, end = "█" * (40 * done // total), "\n" if done == total else ""
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
