"""What only PostgreSQL does: several writers, connections that break, and databases that are not to be had."""

import asyncio
import re
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import peewee
import psycopg
import pytest

from chat import accounts, files, messages, rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound, Unavailable
from chat.messages.commands import messages as sending
from chat.rooms.items import RoomItem
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.engines import postgres as engine
from chat.storage.engines.connection import MOST_KEPT, PostgresDatabase
from chat.storage.engines.retries import run_with_retries
from chat.storage.objects import objects
from chat.storage.prepared import Prepared
from chat.storage.settings import is_demo
from models import File, Message, Room, User, db, lock_for_update
from tests.app_process import ROOT, environment, run_with_one_table_more
from tests.files import upload
from tests.ports import free_port
from tests.services.postgres import QUOTED_PASSWORD, Postgres, administer, fresh_database, running
from tests.storage.test_schema import CONTENT, VERSION_0_1_0

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def server(postgres: str) -> Iterator[Postgres]:
    """A server that a test may stop."""
    with running() as server:
        yield server


@pytest.fixture
def opened(server: Postgres) -> Iterator[str]:
    """A database on it; in place of the one that other tests share."""
    with fresh_database(server.url) as url:
        database.open(url)
        yield url
        database.close()
        db.close()


async def elsewhere(change: Callable[[], object]) -> None:
    """Change something as another process would, and see it stored."""

    def changed() -> None:
        with db.connection_context():
            change()

    await asyncio.to_thread(changed)


# ---- one snapshot, several writers


async def test_a_read_sees_one_moment(opened: str, room: RoomItem) -> None:
    begun, changed = threading.Event(), threading.Event()

    def look() -> tuple[int, int]:
        first = rooms.unchecked.room_row(room.id).revision
        begun.set()
        changed.wait()
        return first, rooms.unchecked.room_row(room.id).revision

    looking = asyncio.ensure_future(database.read(look))
    await asyncio.to_thread(begun.wait)
    await elsewhere(lambda: Room.update(revision=7).execute())
    changed.set()
    assert await looking == (0, 0)
    assert (await database.read(rooms.unchecked.room_row, room.id)).revision == 7


async def test_a_read_cannot_change_anything(opened: str) -> None:
    with pytest.raises(peewee.InternalError, match="read-only"):
        await database.read(lambda: Room.create(name="attic"))


async def test_two_rooms_are_written_to_at_the_same_time(opened: str, ada: UserItem) -> None:
    """Each change waits for the other to have begun, which one writer alone could never do."""
    rooms, met = [Room.create(name=name).id for name in "ab"], threading.Barrier(2)
    changes = (database.write_concurrent(room_id, met.wait) for room_id in rooms)
    assert sorted(await asyncio.gather(*changes)) == [0, 1]


async def test_changes_that_lock_each_other_are_both_made(opened: str) -> None:
    rooms, met = [Room.create(name=name).id for name in "ab"], threading.Barrier(2)
    attempts: list[int] = []

    def change(first: int, second: int) -> None:
        attempts.append(first)
        Room.update(revision=Room.revision + 1).where(Room.id == first).execute()
        if len(attempts) <= 2:
            met.wait()
        Room.update(revision=Room.revision + 1).where(Room.id == second).execute()

    await asyncio.gather(*(database.write_concurrent(a, change, a, b) for a, b in (rooms, rooms[::-1])))
    assert [row.revision for row in Room.select()] == [2, 2]
    assert len(attempts) > 2


async def test_a_change_that_fails_leaves_no_trace(opened: str, ada: UserItem, room: RoomItem, published) -> None:
    message = await messages.send_message(ada, room.id, "hello")
    db.execute_sql('ALTER TABLE message ADD CONSTRAINT "full" CHECK (revision < 2)')
    for change in (messages.send_message(ada, room.id, "two"), messages.edit_message(ada, message.id, "x")):
        with pytest.raises(peewee.IntegrityError, match="full"):
            await change
    assert Room.get().revision == 1
    assert messages.newest_messages(ada, room.id).messages == (message,)
    assert len(published) == 1


async def test_who_waits_too_long_is_told_to_try_again(opened: str, room: RoomItem, monkeypatch) -> None:
    monkeypatch.setattr(engine, "SET_TIMEOUTS", ("SET lock_timeout = '20ms'",))
    with db.atomic():
        lock_for_update(Room.select()).get()
        with pytest.raises(Unavailable):
            await database.write(lambda: Room.update(revision=1).execute())
    await database.write(lambda: Room.update(revision=1).execute())


@pytest.mark.parametrize("is_forgotten", [True, False])
async def test_a_file_that_is_being_sent_is_not_removed(opened, ada, room, tmp_path, monkeypatch, is_forgotten) -> None:
    """The removal begins while the message that takes the file is not committed yet, and waits for it."""
    objects.open(str(tmp_path / "files"), tmp_path)
    file = await upload(ada, room.id)
    File.update(created_at=1).execute()
    attached, may_commit = threading.Event(), threading.Event()
    attach = sending.attach_files

    def attach_and_wait(*args: object) -> None:
        attach(*args)
        attached.set()
        may_commit.wait()

    monkeypatch.setattr(sending, "attach_files", attach_and_wait)
    sent = asyncio.ensure_future(messages.send_message(ada, room.id, "look", files=[file.id]))
    await asyncio.to_thread(attached.wait)
    removed = asyncio.ensure_future(files.forget_unsent_files() if is_forgotten else files.remove_file(ada, file.id))
    await asyncio.to_thread(somebody_waits, opened)
    may_commit.set()
    assert (await sent).files == (file,)
    if is_forgotten:
        await removed
    else:
        with pytest.raises(NotFound):
            await removed
    assert messages.newest_messages(ada, room.id).messages[0].files == (file,)


def somebody_waits(url: str) -> None:
    """Return once a transaction waits for a row that another one has locked."""
    with psycopg.connect(url, autocommit=True) as look:
        while not look.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            pass


# ---- a server that goes away


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_after_a_restart_everything_goes_on(opened, server, ada, room, mode) -> None:
    """Connections that the server has cut are replaced without anybody noticing."""
    for _ in range(8):  # on all lanes and readers
        await messages.send_message(ada, room.id, "before")
    await asyncio.gather(*(database.read(rooms.rooms, ada) for _ in range(8)))
    db.close()
    server.restart(mode)
    assert await asyncio.gather(*(database.read(rooms.rooms, ada) for _ in range(8))) == [[room]] * 8
    await messages.send_message(ada, room.id, "after")
    await rooms.create_room(ada, "attic")
    assert Room.get_by_id(room.id).revision == 9


async def test_while_it_is_away_one_is_told_to_try_again(opened, server, ada, room) -> None:
    db.close()
    server.stop()
    for attempted in (
        database.read(rooms.rooms, ada),
        messages.send_message(ada, room.id, "hello", "client-id-1"),
    ):
        with pytest.raises(Unavailable, match="try again"):
            await attempted
    server.start()
    message = await messages.send_message(ada, room.id, "hello", "client-id-1")
    assert (message.revision, await database.read(rooms.rooms, ada)) == (1, [room])


async def test_a_change_that_is_cut_off_before_its_end_is_made_once(opened, ada, room) -> None:
    cuts = 0

    def change() -> None:
        nonlocal cuts
        Room.update(revision=Room.revision + 1).execute()
        cuts += 1
        if cuts == 1:
            db.execute_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    await database.write(change)
    assert (Room.get().revision, cuts) == (1, 2)


async def test_an_answer_that_is_lost_is_told_and_sending_again_makes_no_second(
    opened, ada, room, published, monkeypatch
) -> None:
    """The commit arrives, its acknowledgement does not: only asking again can tell."""
    commit = PostgresDatabase.commit

    def committed_and_cut(self: peewee.Database) -> None:
        commit(self)
        self.connection().close()
        raise peewee.OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(PostgresDatabase, "commit", committed_and_cut)
        with pytest.raises(Unavailable):
            await messages.send_message(ada, room.id, "hello", "client-id-1")
    again, is_new = await messages.send_message_once(ada, room.id, "hello", "client-id-1")
    assert (again.revision, is_new, Message.select().count(), published) == (1, False, 1, [])


def test_what_was_begun_on_a_connection_is_not_committed_on_another(opened: str) -> None:
    db.begin()
    db.close()
    with pytest.raises(peewee.InterfaceError, match="closed"):
        db.commit()


def test_what_many_rows_were_read_from_keeps_none_of_them(opened: str) -> None:
    ids = Prepared(lambda most: Room.select(Room.id).where(Room.id <= most))
    Room.insert_many([{"name": str(number)} for number in range(2 * MOST_KEPT)]).execute()
    sql, _ = ids._filled((0,))
    assert len(ids.rows(MOST_KEPT)) == MOST_KEPT
    assert sql in db.connection()._kept
    assert len(ids.rows(2 * MOST_KEPT)) == 2 * MOST_KEPT
    assert sql not in db.connection()._kept


def test_a_connection_that_is_closed_keeps_nothing_of_what_it_has_read(opened: str) -> None:
    db.begin()
    assert not is_demo()
    db.commit()
    closed = weakref.ref(db.connection())
    db.close()
    assert closed() is None


def test_it_is_not_tried_for_ever(opened: str) -> None:
    calls = []

    def always_taken() -> None:
        calls.append(1)
        User.create(name="Ada", email="ada@example.com", password_hash="-")
        User.create(name="Ada", email="ada@example.com", password_hash="-")

    with pytest.raises(peewee.IntegrityError):
        run_with_retries(lambda: None, "READ COMMITTED", always_taken)
    assert 1 < len(calls) < 10
    assert not User.select().exists()


# ---- databases that are not to be had


def refusal(url: str) -> str:
    """Try to open a database, and return the one line that says why not, without a secret."""
    with pytest.raises(UnusableDatabaseError) as caught:
        database.open(url)
    db.close()
    line = str(caught.value)
    assert "\n" not in line
    assert QUOTED_PASSWORD not in line
    assert "secret" not in line
    return line


def test_a_server_that_is_not_there() -> None:
    assert "refused" in refusal(f"postgresql://ada:secret@127.0.0.1:{free_port()}/chat")


@pytest.mark.parametrize("option", ["sslmode=perhaps", "password=secret", "colour=secret"])
def test_options_that_make_no_sense(server: Postgres, option: str) -> None:
    assert refusal(f"{server.url.replace(QUOTED_PASSWORD, 'x')}?{option}&connect_timeout=2")


def test_a_wrong_password(server: Postgres) -> None:
    assert "password authentication failed" in refusal(server.url.replace(QUOTED_PASSWORD, "secret"))


def test_a_database_that_is_missing(server: Postgres) -> None:
    assert '"nowhere" does not exist' in refusal(
        server.url.replace("/postgres", "/nowhere").replace("//nowhere", "//postgres")
    )


@pytest.mark.parametrize("rest", ["", "/", "?sslmode=disable"])
def test_an_address_without_a_database(rest: str) -> None:
    assert "names no database" in refusal(f"postgresql://ada:secret@127.0.0.1{rest}")


def test_a_password_that_cannot_be_read(server: Postgres) -> None:
    assert "%2F" in refusal("postgresql://ada:12/secret@127.0.0.1/chat")


def test_somebody_who_may_not_make_tables(server: Postgres) -> None:
    with fresh_database(server.url) as url:
        administer(server.url, "DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN PASSWORD 'secret'")
        guest = url.replace("postgres:", "guest:").replace(QUOTED_PASSWORD, "secret")
        assert "permission denied for schema public" in refusal(guest)


def test_a_database_of_another_program_is_left_as_it_is(server: Postgres) -> None:
    with fresh_database(server.url) as url:
        administer(url, "CREATE TABLE setting (id bigint)")
        assert "belongs to another program" in refusal(url)
        with psycopg.connect(url) as look:
            assert look.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == [
                ("setting",)
            ]


def test_a_database_that_cannot_hold_all_texts(server: Postgres) -> None:
    administer(server.url, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "its encoding is LATIN1, not UTF8" in refusal(server.url.removesuffix("postgres") + "latin")


def test_a_database_of_a_newer_version_is_left_alone(opened: str) -> None:
    administer(opened, "INSERT INTO schema_migration (name, applied) VALUES ('0099_telepathy', now())")
    assert "changed by a newer version (0099_telepathy)" in refusal(opened)


def test_what_was_opened_once_is_opened_again(opened: str) -> None:
    User.create(name="Ada", email="ada@example.com", password_hash="-")
    database.close()
    db.close()
    database.open(opened)
    assert User.get().name == "Ada"


def test_a_later_version_with_one_table_more_knows_it_as_ours(opened: str) -> None:
    run_with_one_table_more("from chat.storage.database import database; database.open(sys.argv[1])", opened)


def test_a_database_of_the_first_version_is_brought_up_to_date(server: Postgres) -> None:
    tables = re.sub(r'"id" INTEGER NOT NULL PRIMARY KEY', '"id" BIGSERIAL PRIMARY KEY', VERSION_0_1_0)
    content = CONTENT.replace("INTO user", 'INTO "user"').replace("'attic'", "'Kitchen'")
    with fresh_database(server.url) as url:
        administer(url, *f"{tables.replace('INTEGER', 'BIGINT')}{content}".strip().rstrip(";").split(";"))
        administer(url, f"COMMENT ON TABLE setting IS '{engine.MARK}'")
        database.open(url)
        assert [(person.user.name, person.user.role) for person in accounts.people()] == [
            ("Ada", "administrator"),
            ("Ben", "member"),
        ]
        assert is_demo()
        ada = accounts.user_by_id(3)
        assert [(room.name, room.kind, room.is_default) for room in rooms.rooms(ada)] == [
            ("kitchen", "open", True),
            ("Kitchen", "open", True),
        ]
        assert [member.user.name for member in rooms.members(ada, 2)] == ["Ada", "Ben"]
        database.close()
        db.close()
        with fresh_database(server.url) as new:
            database.open(new)
            assert indexes(url) == indexes(new)
            database.close()
            db.close()


def indexes(url: str) -> set[str]:
    """Read what indexes a database has."""
    with psycopg.connect(url) as look:
        return {row[0] for row in look.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")}


def test_two_that_start_at_once_on_an_empty_database_make_one_demo(server: Postgres) -> None:
    with fresh_database(server.url) as url:
        command = [sys.executable, "seed.py", "--database", url]
        with ThreadPoolExecutor(3) as starts:
            run = lambda _: subprocess.run(  # noqa: E731
                command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
            )
            ended = list(starts.map(run, range(3)))
        said = "".join(process.stderr for process in ended).splitlines()
        assert [line for line in said if "waiting to migrate" not in line] == []  # on a slow machine they say that
        assert sorted(process.stdout for process in ended)[0] == "The demo is in place.\n"
        with psycopg.connect(url) as look:
            assert look.execute(
                'SELECT (SELECT count(*) FROM "user"), (SELECT count(*) FROM room WHERE parent_id IS NULL)'
            ).fetchone() == (
                11,  # with the assistant
                3,
            )


def test_bulk_content_goes_in_too(server: Postgres) -> None:
    with fresh_database(server.url) as url:
        counts = ("--rooms", "3", "--users", "5", "--messages", "12000")
        command = [sys.executable, "seed.py", "--database", url, *counts]
        subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True)
        with psycopg.connect(url) as look:
            assert look.execute("SELECT count(*), sum(revision) FROM room").fetchone() == (3, 12000)
