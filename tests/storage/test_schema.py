"""A database of an older version is brought up to date, whole or not at all."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from playhouse import db_url
from playhouse.migrations import Runner

from chat import accounts, messages, rooms, search
from chat.accounts import hash_token
from chat.storage import schema
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.engines.sqlite import APPLICATION_ID, PRAGMAS
from chat.storage.settings import is_demo
from models import Membership, Room, User, db
from tests.app_process import ROOT, environment
from tests.people import somebody

VERSION_0_1_0 = """
CREATE TABLE "user" ("id" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(80) NOT NULL, "email" VARCHAR(254) NOT NULL,
 "password_hash" VARCHAR(128) NOT NULL, "created_at" INTEGER NOT NULL);
CREATE UNIQUE INDEX "user_email" ON "user" ("email");
CREATE TABLE "room" ("id" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(80) NOT NULL,
 "description" VARCHAR(300) NOT NULL, "revision" INTEGER NOT NULL, "created_at" INTEGER NOT NULL);
CREATE UNIQUE INDEX "room_name" ON "room" ("name");
CREATE TABLE "message" ("id" INTEGER NOT NULL PRIMARY KEY, "room_id" INTEGER NOT NULL, "author_id" INTEGER NOT NULL,
 "body" TEXT NOT NULL, "client_id" VARCHAR(64), "created_at" INTEGER NOT NULL, "edited_at" INTEGER,
 "deleted_at" INTEGER, "revision" INTEGER NOT NULL, "created_revision" INTEGER NOT NULL,
 FOREIGN KEY ("room_id") REFERENCES "room" ("id"), FOREIGN KEY ("author_id") REFERENCES "user" ("id"));
CREATE INDEX "message_room_id_id" ON "message" ("room_id", "id");
CREATE UNIQUE INDEX "message_room_id_revision" ON "message" ("room_id", "revision");
CREATE UNIQUE INDEX "message_author_id_client_id" ON "message" ("author_id", "client_id");
CREATE TABLE "session" ("id" INTEGER NOT NULL PRIMARY KEY, "token_hash" VARCHAR(64) NOT NULL,
 "user_id" INTEGER NOT NULL, "created_at" INTEGER NOT NULL, "expires_at" INTEGER NOT NULL,
 FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE);
CREATE UNIQUE INDEX "session_token_hash" ON "session" ("token_hash");
CREATE INDEX "session_user_id" ON "session" ("user_id");
CREATE TABLE "setting" ("id" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(80) NOT NULL, "value" TEXT NOT NULL);
CREATE UNIQUE INDEX "setting_name" ON "setting" ("name");
"""
"""The tables as version 0.1.0 made them; frozen."""

CONTENT = """
INSERT INTO user VALUES (3, 'Ada', 'ada@example.com', '-', 1000), (7, 'Ben', 'ben@example.com', '-', 2000);
INSERT INTO room VALUES (1, 'kitchen', 'where we eat', 3, 1000), (2, 'attic', '', 0, 1000);
INSERT INTO message VALUES (1, 1, 3, 'hello', 'client-id-1', 1000, NULL, NULL, 1, 1),
 (2, 1, 7, '', NULL, 1000, NULL, 3000, 3, 2);
INSERT INTO setting VALUES (1, 'demo', 'yes');
"""


@pytest.fixture
def path(tmp_path):
    """A database as version 0.1.0 left it, with people, rooms, messages and somebody signed in."""
    path = tmp_path / "streamchat.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(f"PRAGMA journal_mode=wal; PRAGMA application_id={APPLICATION_ID}; {VERSION_0_1_0} {CONTENT}")
        old.execute("INSERT INTO session VALUES (1, ?, 7, 1000, 9999999999999)", [hash_token("bens-token")])
        old.commit()
    yield path
    database.close()
    if db.obj:
        db.close()


def dump(path):
    with closing(sqlite3.connect(path)) as look:
        return list(look.iterdump())


def shape(path):
    """Describe tables by columns, indexes and what they refer to, in no order."""
    with closing(sqlite3.connect(path)) as look:
        ask = lambda pragma, name: look.execute(f'PRAGMA {pragma}("{name}")').fetchall()  # noqa: E731
        tables = [row[0] for row in look.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: (
                sorted((name, kind, not_null, key) for _, name, kind, not_null, _, key in ask("table_info", table)),
                sorted(
                    (name, unique, [column[2] for column in ask("index_info", name)])
                    for _, name, unique, *_ in ask("index_list", table)
                ),
                sorted(row[2:7] for row in ask("foreign_key_list", table)),
            )
            for table in tables
        }


def test_the_frozen_tables_are_those_that_the_first_version_made(path, tmp_path):
    """Where the repository's history is at hand, so that nobody improves them."""
    show = subprocess.run(["git", "show", "93c1040:models.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    if show.returncode:
        pytest.skip("no history here")
    made = "import peewee, sys; db.initialize(peewee.SqliteDatabase(sys.argv[1])); db.create_tables(TABLES)"
    script = f"{show.stdout}\n{made}"
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "made.db")], check=True, env=environment())
    assert shape(tmp_path / "made.db") == shape(path)


async def test_everything_is_kept(path):
    before = dump(path)
    database.open(f"sqlite:///{path}")
    assert [(message.body, message.author.name) for message in messages.newest_messages(somebody(), 1).messages] == [
        ("hello", "Ada")
    ]
    assert messages.changes_since(somebody(), 1, 2).deleted[0].id == 2
    assert [(room.name, room.description) for room in rooms.rooms(somebody())] == [
        ("attic", ""),
        ("kitchen", "where we eat"),
    ]
    assert [found.message.body for found in search.search(somebody(), "hell").items] == ["hello"]
    triggers = db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name").fetchall()
    assert triggers == [("message_removed",), ("message_text_changed",)]
    db.execute_sql("DROP TRIGGER message_removed")
    database.close()
    database.open(f"sqlite:///{path}")
    assert len(db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()) == 2, (
        "made once more"
    )
    assert is_demo()
    identity = accounts.identity(hash_token("bens-token"))
    assert (identity.user.name, identity.is_kept, identity.seen_at) == ("Ben", True, 1000)
    await accounts.touch_session(identity.session_id)
    after = dump(path)
    for line in before:
        if line.startswith('INSERT INTO "') and "session" not in line:
            assert any(new.startswith(line.removesuffix(");").removesuffix(",'-',1000")) for new in after), line


def test_the_first_person_is_the_administrator(path):
    database.open(f"sqlite:///{path}")
    assert [(person.user.name, person.user.role) for person in accounts.people()] == [
        ("Ada", "administrator"),
        ("Ben", "member"),
    ]


def test_a_sensitive_change_asks_who_was_signed_in_before_for_the_password(path):
    database.open(f"sqlite:///{path}")
    assert accounts.identity(hash_token("bens-token")).confirmed_at == 1000


def test_the_tables_become_those_of_a_new_database(path, tmp_path):
    database.open(f"sqlite:///{path}")
    database.close()
    db.close()
    database.open(f"sqlite:///{tmp_path}/new.db")
    assert shape(path) == shape(tmp_path / "new.db")


def test_an_empty_old_database_has_no_administrator_yet(path):
    with closing(sqlite3.connect(path)) as old:
        old.executescript("DELETE FROM message; DELETE FROM session; DELETE FROM user")
    database.open(f"sqlite:///{path}")
    assert not accounts.has_people()


def test_names_that_count_as_the_same_now_are_kept_and_the_first_has_the_key(path):
    with closing(sqlite3.connect(path)) as old:
        old.executescript("""
        UPDATE room SET name = 'KITCHEN' WHERE id = 2;
        UPDATE user SET name = 'A\u200dda' WHERE id = 7;
        """)
    database.open(f"sqlite:///{path}")
    assert [(row.name, row.name_key) for row in Room.select().order_by(Room.id)] == [
        ("kitchen", "kitchen"),
        ("KITCHEN", "kitchen\n2"),
    ]
    assert [(row.name, row.name_key) for row in User.select().order_by(User.id)] == [
        ("Ada", "ada"),
        ("A\u200dda", "ada\n7"),
    ]
    assert [room.name for room in rooms.rooms(somebody())] == ["kitchen", "KITCHEN"]


def test_rooms_become_open_and_everybody_is_in_all_of_them(path):
    with closing(sqlite3.connect(path)) as old:
        old.execute("INSERT INTO user VALUES (9, 'Cem', 'cem@example.com', '-', 3000)")
        old.commit()
    database.open(f"sqlite:///{path}")
    assert [(room.kind, room.is_default) for room in rooms.rooms(accounts.user_by_id(9))] == [("open", True)] * 2
    for room_id in (1, 2):
        there = rooms.members(accounts.user_by_id(3), room_id)
        assert [(member.user.name, member.role) for member in there] == [
            ("Ada", "member"),
            ("Ben", "member"),
            ("Cem", "member"),
        ]


def before_membership(path, monkeypatch):
    """Bring a database to the version before people were in rooms."""
    up = Runner.up
    with monkeypatch.context() as patch:
        patch.setattr(Runner, "up", lambda self, *_: up(self, "0006_completed_actions"))
        database.open(f"sqlite:///{path}")
    database.close()
    db.close()


def test_whoever_is_gone_is_in_no_room_and_archived_rooms_are_no_defaults(path, monkeypatch):
    before_membership(path, monkeypatch)
    with closing(sqlite3.connect(path)) as old:
        old.executescript("""
        INSERT INTO user (id, name, email, password_hash, role, created_at) VALUES (8, 'Dan', 'd', '-', 'member', 1);
        UPDATE user SET deleted_at = 1 WHERE id = 8;
        UPDATE user SET deactivated_at = 1 WHERE id = 7;
        UPDATE room SET archived_at = 1 WHERE id = 2;
        """)
    database.open(f"sqlite:///{path}")
    ada = accounts.user_by_id(3)
    assert {row.user_id for row in Membership.select()} == {3, 7}, "who is deactivated may come back"
    assert [(row.id, row.kind, row.is_default) for row in Room.select()] == [(1, "open", True), (2, "open", False)]
    assert [room.name for room in rooms.rooms(ada)] == ["kitchen"]
    assert rooms.is_member(ada, 2)


async def test_an_older_list_of_rooms_is_brought_up_to_date_after_the_migration(path, monkeypatch):
    before_membership(path, monkeypatch)
    with closing(sqlite3.connect(path)) as old:
        old.execute("UPDATE room SET listed = 4 WHERE id = 1")
        old.commit()
    database.open(f"sqlite:///{path}")
    ada = accounts.user_by_id(3)
    assert rooms.room_list(ada).revision == 4
    assert [own.name for own in rooms.room_list(ada).rooms] == ["attic", "kitchen"]
    await rooms.leave_room(ada, 1)
    changes = rooms.room_list_changes(ada, 4)
    assert (list(changes.shown), changes.gone, changes.revision) == ([], [1], 5)


def test_opening_again_changes_nothing(path):
    database.open(f"sqlite:///{path}")
    database.close()
    db.close()
    before = dump(path)
    database.open(f"sqlite:///{path}")
    assert dump(path) == before


def test_a_new_database_knows_all_migrations(opened, tmp_path):
    names = [row[0] for row in db.execute_sql("SELECT name FROM schema_migration")]
    assert names == sorted(file.stem for file in schema.MIGRATIONS.glob("0*.py"))


def test_a_migration_that_breaks_off_leaves_the_old_state(path, monkeypatch):
    before = dump(path)
    execute = type(db_url.connect("sqlite:///:memory:")).execute_sql

    def breaks_off(self, sql, *args):
        if sql.startswith("UPDATE session"):
            raise KeyboardInterrupt
        return execute(self, sql, *args)

    with monkeypatch.context() as patch:
        patch.setattr("peewee.SqliteDatabase.execute_sql", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            database.open(f"sqlite:///{path}")
    db.close()
    assert [line for line in dump(path) if "schema_migration" not in line] == before
    database.open(f"sqlite:///{path}")
    assert accounts.identity(hash_token("bens-token")).is_kept


def test_a_process_that_is_killed_in_a_migration_leaves_the_old_state(path):
    before = dump(path)
    script = (
        "import os, sys, peewee; execute = peewee.SqliteDatabase.execute_sql\n"
        "def killed(self, sql, *args):\n"
        "    if sql.startswith('UPDATE session'): os._exit(9)\n"
        "    return execute(self, sql, *args)\n"
        "peewee.SqliteDatabase.execute_sql = killed\n"
        "from chat.storage.database import database\n"
        "database.open(sys.argv[1])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, f"sqlite:///{path}"], cwd=ROOT, env=environment(), check=False
    )
    assert ended.returncode == 9
    assert [line for line in dump(path) if "schema_migration" not in line] == before


@pytest.fixture
def newer(path):
    database.open(f"sqlite:///{path}")
    database.close()
    db.close()
    with closing(sqlite3.connect(path)) as later:
        later.execute("INSERT INTO schema_migration (name, applied) VALUES ('0099_telepathy', '2031-01-01')")
        later.commit()
    return path


def test_a_database_of_a_newer_version_is_left_alone(newer):
    before = dump(newer)
    with pytest.raises(UnusableDatabaseError, match=r"changed by a newer version \(0099_telepathy\)"):
        database.open(f"sqlite:///{newer}")
    assert dump(newer) == before


@pytest.mark.drill
def test_the_program_says_so_in_one_line(newer):
    command = [sys.executable, "main.py", "--data-dir", str(newer.parent), "--port", "18081"]
    ended = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert re.fullmatch(
        r"streamchat: cannot use the database .*: it was changed by a newer version \(.*\)\n", ended.stderr
    )


def test_the_pragmas_hold_after_a_migration(path):
    database.open(f"sqlite:///{path}")
    with db.connection_context():
        assert db.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)
        assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    assert PRAGMAS["foreign_keys"] == 1
    assert Path(path).exists()
