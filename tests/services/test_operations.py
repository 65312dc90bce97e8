"""Backup, restore and migrate, with PostgreSQL."""

import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from chat.config.subcommands import Subcommand
from chat.storage.backup import OperationError, run
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.engines import locks
from models import Room, db
from tests.app_process import run_with_one_table_more
from tests.services.postgres import fresh_database

RESTORE = (
    "from pathlib import Path; from chat.storage.backup import run; from chat.config.subcommands import Subcommand\n"
    "run(Subcommand('restore', Path(sys.argv[1])), sys.argv[2])"
)

pytestmark = [
    pytest.mark.services,
    pytest.mark.drill,
    pytest.mark.skipif(shutil.which("pg_dump") is None, reason="apt-get install postgresql-client"),
]


@pytest.fixture
def url(postgres):
    """A database with one room in it, which nobody has open."""
    with fresh_database(postgres) as address:
        fill(address, "kitchen")
        yield address
        close_database()


@pytest.fixture
def empty(postgres):
    """A database without tables."""
    with fresh_database(postgres) as address:
        yield address
        close_database()


def close_database():
    database.close()
    if db.obj:
        db.close()


def fill(address, room):
    database.open(address)
    with db.connection_context():
        Room.create(name=room)
    close_database()


def rooms(address):
    database.open(address, migrates=False)
    with db.connection_context():
        names = [room.name for room in Room.select().order_by(Room.name)]
    close_database()
    return names


def test_what_is_restored_is_what_was_there(url, tmp_path):
    run(Subcommand("backup", tmp_path / "backup"), url)
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600
    fill(url, "attic")
    run(Subcommand("restore", tmp_path / "backup", is_forced=True), url)
    assert rooms(url) == ["kitchen"]
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


def test_a_restore_where_there_is_nothing_yet(url, empty, tmp_path):
    run(Subcommand("backup", tmp_path / "backup"), url)
    run(Subcommand("restore", tmp_path / "backup"), empty)
    assert rooms(empty) == ["kitchen"]
    fill(empty, "attic")  # ids go on where they were
    assert rooms(empty) == ["attic", "kitchen"]


def test_nothing_is_replaced_unless_that_is_asked_for(url, tmp_path):
    run(Subcommand("backup", tmp_path / "backup"), url)
    with pytest.raises(OperationError, match="--force replaces them"):
        run(Subcommand("restore", tmp_path / "backup"), url)
    with pytest.raises(OperationError, match="already"):
        run(Subcommand("backup", tmp_path / "backup"), url)


def test_nothing_is_restored_while_somebody_uses_it(url, tmp_path):
    run(Subcommand("backup", tmp_path / "backup"), url)
    with psycopg.connect(url), pytest.raises(OperationError, match="in use"):
        run(Subcommand("restore", tmp_path / "backup", is_forced=True), url)


@pytest.mark.parametrize("harm", [lambda content: content[: len(content) // 2], lambda _: b"no archive at all"])
def test_a_bad_backup_changes_nothing(harm, url, tmp_path):
    run(Subcommand("backup", tmp_path / "backup"), url)
    (tmp_path / "backup").write_bytes(harm((tmp_path / "backup").read_bytes()))
    with pytest.raises(OperationError) as raised:
        run(Subcommand("restore", tmp_path / "backup", is_forced=True), url)
    assert "\n" not in str(raised.value)
    assert rooms(url) == ["kitchen"]


def test_a_backup_of_a_newer_version_is_refused(url, empty, tmp_path):
    with psycopg.connect(url) as later:
        later.execute("INSERT INTO schema_migration (name, applied) VALUES ('0099_telepathy', '2031-01-01')")
    run(Subcommand("backup", tmp_path / "backup"), url)
    with pytest.raises(OperationError, match="changed by a newer version"):
        run(Subcommand("restore", tmp_path / "backup"), empty)


def test_a_backup_from_before_a_table_was_added_is_restored(url, empty, tmp_path):
    run(Subcommand("backup", tmp_path / "backup"), url)
    run_with_one_table_more(RESTORE, tmp_path / "backup", empty)
    assert rooms(empty) == ["kitchen"]


@pytest.mark.parametrize("theirs", ["CREATE TABLE setting (id bigint)", "CREATE TABLE schema_migration (name text)"])
def test_a_backup_of_another_program_is_refused(theirs, empty, tmp_path):
    with psycopg.connect(empty) as other:
        other.execute(theirs)
    run(Subcommand("backup", tmp_path / "backup"), empty)
    with pytest.raises(OperationError, match="is not a backup of StreamChat"):
        run(Subcommand("restore", tmp_path / "backup"), empty)


def test_a_database_that_is_not_there_leaves_no_backup(url, tmp_path):
    with pytest.raises(OperationError, match="does not exist") as raised:
        run(Subcommand("backup", tmp_path / "backup"), f"{url}_no_more")
    assert "ss:word" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []
    run(Subcommand("backup", tmp_path / "backup"), url)
    with pytest.raises(OperationError, match="does not exist"):
        run(Subcommand("restore", tmp_path / "backup"), f"{url}_no_more")


def test_migrations_are_applied_when_asked_for_and_not_by_a_start(url):
    with psycopg.connect(url) as older:
        older.execute("DELETE FROM schema_migration")
    with pytest.raises(UnusableDatabaseError, match=r"run `python main\.py migrate` first"):
        database.open(url, migrates=False)


@pytest.mark.parametrize(
    "said",
    [
        "detail: server version: 16.1 (Debian 16.1-1.pgdg120+1); pg_dump version: 15.4 (Debian 15.4-2)",
        "error: server version: 16.1; pg_dump version: 15.4",
        "Detail: Version des Servers: 16.1; Version von pg_dump: 15.4",
    ],
)
def test_a_pg_dump_that_is_older_than_the_server_is_named(said, url, tmp_path, monkeypatch):
    program = tmp_path / "bin/pg_dump"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho 'pg_dump: error: aborting\npg_dump: {said}' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    with pytest.raises(OperationError) as raised:
        run(Subcommand("backup", tmp_path / "backup"), url)
    for word in ("15.4", "16.1", "postgresql-client-16"):
        assert word in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


@pytest.fixture
def behind(url, monkeypatch):
    """A database that lacks a migration."""
    monkeypatch.setattr(locks, "PAUSE", 0.1)
    with psycopg.connect(url) as older:
        older.execute("DROP TABLE reaction")
        older.execute("DELETE FROM schema_migration WHERE name = '0002_reactions'")
    return url


def test_migrate_lets_others_go_on_and_says_for_whom_it_waits(behind, caplog):
    """Somebody looks at a table and forgets about it; it needs to be changed."""
    with psycopg.connect(behind, application_name="a report") as reader, ThreadPoolExecutor(1) as threads:
        reader.execute("SELECT * FROM message")
        reader.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE")
        migrated = threads.submit(run, Subcommand("migrate"), behind)
        while not (said := [record.getMessage() for record in caplog.records]):
            assert not migrated.done()
        assert f"pid {reader.info.backend_pid} (a report" in said[0]
        with psycopg.connect(behind, autocommit=True) as other:  # a change of the kind that is alone
            other.execute("SET lock_timeout = '3s'")
            other.execute("SELECT pg_advisory_lock(%s)", (locks.EXCLUSIVE_LOCK,))
        reader.rollback()
        assert migrated.result() == "migrated: 0002_reactions"
    assert len(caplog.records) == 1


def test_migrate_gives_up_in_the_end_and_says_because_of_whom(behind, monkeypatch):
    monkeypatch.setattr(locks, "LIMIT", 0)
    with psycopg.connect(behind) as reader:
        reader.execute('LOCK TABLE message IN ACCESS SHARE MODE; LOCK TABLE "user" IN ACCESS EXCLUSIVE MODE')
        with pytest.raises(OperationError, match=f"gave up .* because of pid {reader.info.backend_pid} "):
            run(Subcommand("migrate"), behind)


def test_a_start_says_that_it_waits_for_a_migration(url, caplog, monkeypatch):
    monkeypatch.setattr(locks, "PAUSE", 0.1)
    with psycopg.connect(url, application_name="streamchat migrate") as migrating, ThreadPoolExecutor(1) as threads:
        migrating.execute("SELECT pg_advisory_xact_lock(%s)", (locks.EXCLUSIVE_LOCK,))
        opened = threads.submit(database.open, url, migrates=False)
        while not caplog.records:
            assert not opened.done()
        assert "(streamchat migrate" in caplog.records[0].getMessage()
        migrating.rollback()
        assert opened.result() == []


def test_migrate_says_what_it_did(empty):
    assert run(Subcommand("migrate"), empty) == "migrated: all tables of a new database"
    close_database()
    assert run(Subcommand("migrate"), empty) == "nothing to do"


def test_a_migration_keeps_names_that_count_as_the_same_and_compares_the_next_ones(url):
    with psycopg.connect(url) as older:
        for statement in (
            "DELETE FROM schema_migration WHERE name = '0003_name_keys'",
            'ALTER TABLE room DROP COLUMN name_key; ALTER TABLE "user" DROP COLUMN name_key',
            "INSERT INTO room (name, description, revision, created_at, listed) VALUES ('Kitchen', '', 0, 1, 0)",
        ):
            older.execute(statement)
    assert run(Subcommand("migrate"), url) == "migrated: 0003_name_keys"
    close_database()
    with psycopg.connect(url) as newer:
        keys = newer.execute("SELECT name, name_key FROM room ORDER BY id").fetchall()
        indexes = newer.execute("SELECT indexdef FROM pg_indexes WHERE indexname LIKE '%name_key'").fetchall()
    assert keys == [("kitchen", "kitchen"), ("Kitchen", "kitchen\n2")]
    assert sorted("UNIQUE" in index for (index,) in indexes) == [True, True]
