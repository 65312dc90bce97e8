"""Searches among very many messages, on SQLite and on PostgreSQL; the index's size, and what it adds to sending."""

import asyncio
import importlib
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack

from peewee import chunked, fn

import seed
from bench.figures import Figure, figure, percentile
from bench.workloads.search_texts import Texts
from chat import accounts, messages, search
from chat.accounts.items import UserItem
from chat.storage.database import database
from chat.text import MAX_BODY
from models import Message, Room, SearchPosting, SearchWords, User, db, now_ms

ROOMS, PEOPLE, SENT = 60, 300, 500
OCTETS = ("LENGTH(CAST(body AS BLOB))", "OCTET_LENGTH(body)")
YEAR_MS = 31_536_000_000


def measure(*, quick: bool, large: int) -> list[Figure]:
    """Fill a database of each kind, index it, and search."""
    large = large // 50 if quick else large
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        places = {"SQLite": f"sqlite:///{folder}/streamchat.db"}
        if shutil.which("psql"):
            server = stack.enter_context(importlib.import_module("tests.services.postgres").running())
            places["PostgreSQL"] = server.url.rsplit("/", 1)[0] + "/postgres"
        return [one for kind, url in places.items() for one in measure_in(kind, url, large)]


def measure_in(kind: str, url: str, count: int) -> list[Figure]:
    """Measure in one empty database."""
    database.open(url)
    try:
        seed.demo_content()
        seed.bulk_content(ROOMS, PEOPLE, 0)
        with db.connection_context():
            texts = Texts()
            _fill(texts, count)
        name = f"search, {kind}, {count:,} messages"
        return [*_indexing(name, count), *asyncio.run(_sending(name)), *_searching(name, texts)]
    finally:
        database.close()


def _fill(texts: Texts, count: int) -> None:
    start, mark = now_ms() - YEAR_MS, "%s" if _is_postgres() else "?"
    Message.update(created_at=start).execute()  # those of the demo
    rooms = [room.id for room in Room.select().where(Room.kind != "thread")]
    people = [person.id for person in User.select()]
    sql = f"""INSERT INTO message (room_id, author_id, body, html_version, created_at, revision, created_revision)
        VALUES ({", ".join([mark] * 7)})"""
    rows = (
        (
            rooms[n % len(rooms)],
            people[n * n % len(people)],
            body,
            99,
            start + YEAR_MS * n // count,
            n + 1_000,
            n + 1_000,
        )
        for n, body in enumerate(texts.some(count))
    )
    for batch in chunked(rows, 20_000):
        with db.atomic():
            db.cursor().executemany(sql, batch)
    Room.update(revision=count + 2_000).execute()
    db.execute_sql("ANALYZE")


def _indexing(name: str, count: int) -> Iterator[Figure]:
    cpu, started = time.process_time(), time.monotonic()
    asyncio.run(search.index_messages(1))
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    yield figure(f"{name}: indexing all", "s", seconds)
    yield figure(f"{name}: CPU of indexing one", "µs", 1e6 * cpu / count)
    with db.connection_context():
        text = db.execute_sql(f"SELECT SUM({OCTETS[_is_postgres()]}) FROM message").fetchone()[0]
        size = _size()
    yield figure(f"{name}: the text", "MB", float(text) / 1e6)
    yield figure(f"{name}: the index", "MB", size / 1e6)
    yield figure(f"{name}: the index, of the text", "times", size / float(text))


def _size() -> float:
    names = [table._meta.table_name for table in (SearchPosting, SearchWords)]
    if _is_postgres():
        return float(sum(db.execute_sql("SELECT pg_total_relation_size(%s)", (name,)).fetchone()[0] for name in names))
    return float(
        sum(db.execute_sql("SELECT SUM(pgsize) FROM dbstat WHERE name = ?", (name,)).fetchone()[0] for name in names)
    )


async def _sending(name: str) -> list[Figure]:
    """Send some messages, and index them."""
    with db.connection_context():
        author, room = _viewer(), Room.get(Room.kind == "open").id
    said = list(Texts().some(SENT))
    before = time.process_time()
    for body in said:
        await messages.send_message(author, room, body[:MAX_BODY])
    sending = time.process_time() - before
    before = time.process_time()
    await search.index_messages(1)
    indexing = time.process_time() - before
    return [
        figure(f"{name}: CPU of sending one", "µs", 1e6 * sending / SENT),
        figure(f"{name}: … and of indexing it later", "µs", 1e6 * indexing / SENT),
        figure(f"{name}: … dearer by", "%", 100 * indexing / sending),
    ]


def _is_postgres() -> bool:
    return "Postgres" in type(db.obj).__name__


def _viewer() -> UserItem:
    return accounts.user_item(User.select().where(accounts.is_active()).get())


def _searching(name: str, texts: Texts) -> Iterator[Figure]:
    with db.connection_context():
        viewer = _viewer()
        newest: int = Message.select(fn.MAX(Message.id)).scalar()
        some = _sample(newest)
        names = [person.name for person in User.select().limit(40)]
        rooms = [room.name for room in Room.select().where(Room.kind == "open").limit(20)]
    queries = list(dict.fromkeys(texts.queries(some, names, rooms)))
    asyncio.run(_ask(viewer, queries[:20]))  # warms up
    times = asyncio.run(_ask(viewer, queries))
    everything = [one for some_ in times.values() for one in some_]
    yield figure(f"{name}: any search, p50", "ms", percentile(everything, 50))
    yield figure(f"{name}: any search, p95", "ms", percentile(everything, 95))
    for kind, some_ in times.items():
        yield figure(f"{name}: {kind}", "ms", *some_)


def _sample(newest: int) -> list[str]:
    ids = list(range(newest % 997 + 1, newest, max(newest // 2_000, 1)))
    return [row.body for row in Message.select(Message.body).where(Message.id.in_(ids))]


async def _ask(viewer: UserItem, queries: list[tuple[str, str]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = defaultdict(list)
    for kind, text in queries:
        started = time.perf_counter()
        await database.read(search.search, viewer, text)
        times[kind].append(1e3 * (time.perf_counter() - started))
    return times
