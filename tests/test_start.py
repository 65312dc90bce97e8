"""Starting the program where it cannot start: one clear line, an exit code, no traceback."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chat.storage.database import UnusableDatabaseError, database
from chat.storage.engines.server_lock import lock_database, locked_database
from models import db
from tests.app_process import ROOT, assert_one_clear_line, environment, start
from tests.browser.conftest import Server
from tests.ports import free_port

pytestmark = pytest.mark.drill


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def port(taken_port: int) -> int:
    return free_port()


def create_database(folder: Path) -> None:
    """Leave a database as the program makes it."""
    database.open(f"sqlite:///{folder}/streamchat.db")
    database.close()
    db.close()


def test_a_second_start_on_the_same_port(taken_port: int, tmp_path: Path) -> None:
    result = start("--port", str(taken_port), "--data-dir", tmp_path / "data")
    assert_one_clear_line(result, str(taken_port), "in use")
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_is_a_file(port: int, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    assert_one_clear_line(start("--port", str(port), "--data-dir", tmp_path / "data"), "--data-dir")


def test_a_database_that_is_damaged(port: int, tmp_path: Path) -> None:
    (tmp_path / "streamchat.db").write_bytes(b"this is no database at all" * 100)
    assert_one_clear_line(start("--port", str(port), "--data-dir", tmp_path), "not a database")


def test_a_database_that_is_damaged_further_in(port: int, tmp_path: Path) -> None:
    create_database(tmp_path)
    content = (tmp_path / "streamchat.db").read_bytes()
    (tmp_path / "streamchat.db").write_bytes(content[:4096] + b"\xaa" * (len(content) - 4096))
    assert_one_clear_line(start("--port", str(port), "--data-dir", tmp_path), "malformed")


def test_a_database_of_another_version(port: int, tmp_path: Path) -> None:
    create_database(tmp_path)
    with closing(sqlite3.connect(tmp_path / "streamchat.db")) as ours:
        ours.execute("ALTER TABLE user RENAME COLUMN name TO nickname")
    assert_one_clear_line(start("--port", str(port), "--data-dir", tmp_path), "cannot use the database")


def test_a_database_of_another_program_is_left_as_it_is(port: int, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "streamchat.db")) as theirs:
        theirs.execute("CREATE TABLE bookmark (url TEXT)")
    content = (tmp_path / "streamchat.db").read_bytes()
    assert_one_clear_line(start("--port", str(port), "--data-dir", tmp_path), "belongs to another program")
    assert {path.name for path in tmp_path.iterdir()} == {"streamchat.db"}
    assert (tmp_path / "streamchat.db").read_bytes() == content


def test_an_address_with_line_breaks_is_still_one_line(port: int) -> None:
    assert_one_clear_line(start("--port", str(port), "--database", "sqlite:////no/such\nfolder/x.db"), "No such file")


def test_an_option_that_makes_no_sense(tmp_path: Path) -> None:
    """Others are in tests/config/test_settings.py, where they take no process."""
    assert_one_clear_line(start("--prot", "1", "--data-dir", tmp_path), "--prot")


def test_a_demo_is_not_served_to_the_network_unless_asked_for(port: int, tmp_path: Path) -> None:
    result = start("--port", str(port), "--data-dir", tmp_path, "--host", "0.0.0.0")
    assert_one_clear_line(result, "--demo")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_without_a_word_and_leaves_no_journal(how: signal.Signals, port: int, tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "--port", str(port), "--data-dir", str(tmp_path / "data")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert "ready" in process.stdout.readline()
    process.send_signal(how)
    _, errors = process.communicate(timeout=20)
    assert errors == ""
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"files", "streamchat.db"}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


ENDLESS_TALK = """
import asyncio, sys
from chat.messages import send_message
from chat.storage.database import database
from chat.rooms.queries import room_item; from chat.accounts import user_item
from models import Room, User

async def talk(author, room, name):
    for number in range(1_000_000):
        message = await send_message(author, room.id, f"{name} {number}")
        print(message.id, flush=True)

async def main():
    database.open(sys.argv[1])
    author = user_item(User.create(name="Ada", email="ada", password_hash="-"))
    room = room_item(Room.create(name="kitchen"))
    await asyncio.gather(*(talk(author, room, name) for name in "abcd"))

asyncio.run(main())
"""


def test_what_was_acknowledged_is_stored_even_if_the_process_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ENDLESS_TALK, f"sqlite:///{tmp_path}/talk.db"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    acknowledged = [process.stdout.readline() for _ in range(100)]
    process.kill()
    rest, _ = process.communicate(timeout=20)
    acknowledged += rest.splitlines(keepends=True)
    with closing(sqlite3.connect(tmp_path / "talk.db")) as stored:
        rows = stored.execute("SELECT id, revision FROM message ORDER BY id").fetchall()
        (revision,) = stored.execute("SELECT revision FROM room").fetchone()
    assert {int(line) for line in acknowledged if line.endswith("\n")} <= {message_id for message_id, _ in rows}
    assert [number for _, number in rows] == list(range(1, revision + 1))


def test_a_second_start_says_where_the_first_one_is(port: int, tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "--port", str(port), "--data-dir", str(tmp_path / "one")]
    first = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
    assert first.stdout
    assert "ready" in first.stdout.readline()
    second = start("--port", str(port), "--data-dir", tmp_path / "two")
    if "already running" not in second.stderr:  # it was ready a moment before it listened
        second = start("--port", str(port), "--data-dir", tmp_path / "two")
    assert_one_clear_line(second, f"already running: open http://127.0.0.1:{port}", "--port")
    assert not (tmp_path / "two").exists()
    first.terminate()
    first.communicate(timeout=20)


def other_names(database: Path) -> dict[str, str]:
    """Name a database file in all the ways in which somebody could come by it again."""
    (database.parent.parent / "link").symlink_to(database.parent)
    (database.parent / "soft.db").symlink_to(database)
    (database.parent / "hard.db").hardlink_to(database)
    return {
        "the same": f"sqlite:///{database}",
        "through a folder that is a link": f"sqlite:///{database.parent.parent}/link/streamchat.db",
        "by way of its parent": f"sqlite:///{database.parent}/../{database.parent.name}/streamchat.db",
        "a link": f"sqlite:///{database.parent}/soft.db",
        "a hard link": f"sqlite:///{database.parent}/hard.db",
    }


def test_a_sqlite_file_has_one_server_under_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    create_database(tmp_path / "data")
    names = other_names(tmp_path / "data/streamchat.db")
    with locked_database(names["the same"]):
        create_database(tmp_path / "data")  # SQLite opens and closes the file, which ends locks of the ordinary kind
        for url in names.values():
            for is_shared in (True, False):
                with pytest.raises(UnusableDatabaseError, match="in use by another StreamChat: stop it first"):
                    lock_database(url, is_shared=is_shared)
    with locked_database(names["a link"]):
        assert lock_database("sqlite:///:memory:") is None


def test_servers_that_redis_connects_share_a_sqlite_file(tmp_path: Path) -> None:
    create_database(tmp_path)
    url = f"sqlite:///{tmp_path}/streamchat.db"
    held = [lock_database(url, is_shared=True) for _ in range(2)]
    with pytest.raises(UnusableDatabaseError, match=r"several share one with --redis"):
        lock_database(url)
    for descriptor in held:
        os.close(descriptor or 0)


def test_a_second_server_on_the_same_sqlite_file_is_refused(port: int, tmp_path: Path) -> None:
    first = Server(tmp_path, port)
    second = start("--port", str(free_port()), "--data-dir", tmp_path)
    assert_one_clear_line(second, "in use by another StreamChat", "stop it first")
    assert_one_clear_line(start("migrate", "--data-dir", tmp_path), "in use by another StreamChat")
    first.stop()


def test_a_server_that_was_killed_keeps_nobody_from_its_database(port: int, tmp_path: Path) -> None:
    server = Server(tmp_path / "data", port)
    server.stop(signal.SIGKILL)
    server.start()
    server.stop()
