"""How many messages are stored a second in one process, on SQLite and on PostgreSQL, beside what the disk allows."""

import asyncio
import importlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from bench.clients.posting import post
from bench.figures import Figure, figure, percentile
from bench.seeding import seed
from bench.server import ROOM, UNTHROTTLED, Server
from bench.workloads import bare_postgres
from bench.workloads.disk import bare_sqlite, forced_writes
from chat import accounts, messages
from chat.accounts.items import UserItem
from chat.storage.database import database
from models import Membership, Room, User, db

SENDERS, ROOMS = 50, 10
TEXT = "message {} of nobody in particular, with sixty characters.."
GROUPED, ALONE = "SQLite", "SQLite, each committed for itself"
POSTGRES = "PostgreSQL"
STORED, CPU = "stored a second", "CPU of one, until it is acknowledged"
LONE = "one that is alone, p{}"
BARE_SQLITE = "the disk: bare INSERTs a second, {} to a commit"
BARE_POSTGRES = "bare psycopg: rows stored a second, a commit each"
OUR_STATEMENTS = "bare psycopg: our statements of a message, a second, a commit for each message"
BY_API, OF_API = "by the API: stored a second", "by the API: CPU of one, nobody looking"


def measure(*, quick: bool) -> Sequence[Figure]:
    """Measure the disk, then both databases in one process, then the API."""
    rounds, each = (3, 6) if quick else (5, 40)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        return [
            *_floor(folder, 0.3 if quick else 1.0),
            *_stored({GROUPED: _as_ever, ALONE: _without_groups}, f"sqlite:///{folder}/direct.db", rounds, each),
            *_on_postgres(stack, rounds, each),
            *_by_api(folder, 300 if quick else 4_000),
        ]


def _floor(folder: Path, seconds: float) -> Iterator[Figure]:
    yield figure("the disk: writes forced to it a second", "", forced_writes(folder, seconds))
    for at_once in (1, 50):
        yield figure(BARE_SQLITE.format(at_once), "", *(bare_sqlite(folder, seconds, at_once)[0] for _ in range(3)))


def _on_postgres(stack: ExitStack, rounds: int, each: int) -> Iterator[Figure]:
    if shutil.which("psql"):
        server = importlib.import_module("tests.services.postgres")
        url = stack.enter_context(server.running(fsync="on", full_page_writes="on")).url
        yield from _stored({POSTGRES: _as_ever}, url, rounds, each)
        few = each * SENDERS // bare_postgres.CONNECTIONS
        yield figure(BARE_POSTGRES, "", *(bare_postgres.inserts(url, few) for _ in range(3)))
        said = _statements(url)
        runs = (bare_postgres.replayed(url, said, few, first) for first in range(1, 3 * few + 1, few))
        yield figure(OUR_STATEMENTS, "", *runs)


def _statements(url: str) -> list[list[bare_postgres.Statement]]:
    """Return what is sent to the database for one message in each of some rooms, each by somebody else."""

    async def say(author: UserItem, room: int) -> list[bare_postgres.Statement]:
        await messages.send_message(author, room, TEXT)
        with bare_postgres.noting_statements() as noted:
            await messages.send_message(author, room, TEXT)
        return noted

    async def say_all() -> list[list[bare_postgres.Statement]]:
        return [await say(*pair) for pair in zip(people, rooms[: bare_postgres.CONNECTIONS], strict=False)]

    database.open(url)
    try:
        with db.connection_context():
            people = [accounts.user_item(row) for row in User.select().order_by(User.id).limit(SENDERS)]
            rooms = [room.id for room in Room.select().order_by(Room.id).limit(ROOMS)]
        return asyncio.run(say_all())
    finally:
        database.close()


def _stored(
    ways: dict[str, Callable[[], AbstractContextManager[None]]], url: str, rounds: int, each: int
) -> Iterator[Figure]:
    """Have many write at once, and one alone, in each way in turn."""
    database.open(url)
    try:
        database.connect_all()
        people, rooms = _people_and_rooms()
        taken: dict[str, list[tuple[float, float, list[float]]]] = {way: [] for way in ways}
        with asyncio.Runner(loop_factory=importlib.import_module("uvloop").new_event_loop) as loop:
            for number in range(rounds + 1):
                for way, in_that_way in ways.items():
                    with in_that_way():
                        found = loop.run(_round(people, rooms, each))
                    if number:  # the first one warms up
                        taken[way].append(found)
    finally:
        database.close()
    for way, found_ in taken.items():
        yield figure(STORED, "", *(speed for speed, *_ in found_), workload=way)
        yield figure(CPU, "µs", *(cpu for _, cpu, _ in found_), workload=way)
        alone = [one for *_, times in found_ for one in times]
        for percent in (50, 99):
            yield figure(LONE.format(percent), "ms", percentile(alone, percent), workload=way)


@contextmanager
def _as_ever() -> Iterator[None]:
    yield


@contextmanager
def _without_groups() -> Iterator[None]:
    groups, database._groups = database._groups, None
    yield
    database._groups = groups


def _people_and_rooms() -> tuple[list[UserItem], list[int]]:
    with db.connection_context():
        names = [f"Person {number}" for number in range(SENDERS)]
        rows = [User.create(name=name, email=f"{name}@example.com", password_hash="-") for name in names]
        rooms = [Room.create(name=f"room {number}").id for number in range(ROOMS)]
        Membership.insert_many([{"room": room, "user": row.id} for room in rooms for row in rows]).execute()
        return [accounts.user_item(row) for row in rows], rooms


async def _round(people: Sequence[UserItem], rooms: Sequence[int], each: int) -> tuple[float, float, list[float]]:
    """Return how many were stored a second, the CPU of one in µs, and how many ms each took that was alone."""

    async def say(number: int, author: UserItem) -> None:
        for count in range(each):
            await messages.send_message(author, rooms[number % len(rooms)], TEXT.format(count))

    started, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(say(number, author) for number, author in enumerate(people)))
    sent = len(people) * each
    speed, used = sent / (time.perf_counter() - started), 1e6 * (time.process_time() - cpu) / sent
    alone = []
    for count in range(each):
        started = time.perf_counter()
        await messages.send_message(people[0], rooms[0], TEXT.format(count))
        alone.append(1e3 * (time.perf_counter() - started))
    return speed, used, alone


def _by_api(folder: Path, count: int) -> Iterator[Figure]:
    seed(folder)
    with Server(folder, UNTHROTTLED) as server:
        asyncio.run(post(folder, server.port, ROOM, SENDERS * 2, SENDERS, TEXT))
        cpu = server.cpu()
        seconds = asyncio.run(post(folder, server.port, ROOM, count, SENDERS, TEXT))
        used = server.cpu() - cpu
    yield figure(BY_API, "", count / seconds)
    yield figure(OF_API, "µs", 1e6 * used / count)
