"""Backups that include files, restoring them, and the check of what is there."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chat import files, messages
from chat.accounts.items import UserItem
from chat.config.subcommands import Subcommand
from chat.files.commands.blobs import delete_files
from chat.rooms.items import RoomItem
from chat.storage.backup import OperationError, archive, run
from chat.storage.database import database
from chat.storage.objects import Stored, objects
from models import Blob, File, Room, db
from tests.files import kept, upload
from tests.page_client import MAIN

Place = tuple[str, Path]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return str(tmp_path / "files"), tmp_path


async def talk(ada: UserItem, room: RoomItem) -> None:
    """Have files of several sizes, and one with a name that a shell would not like."""
    data = [b"hello", b"", os.urandom(700_000)]
    ids = [(await upload(ada, room.id, some, f"a b'{number}.bin")).id for number, some in enumerate(data)]
    await messages.send_message(ada, room.id, "look", files=ids)


def backup(url: str, file: Path, place: Place) -> str:
    return run(Subcommand("backup", file), url, place)


def restore(url: str, file: Path, place: Place) -> str:
    return run(Subcommand("restore", file, is_forced=True), url, place)


def call(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)


def close() -> None:
    database.close()
    db.close()


async def test_a_backup_has_files_and_a_restore_brings_them_back(
    ada: UserItem, room: RoomItem, database_url: str, tmp_path: Path, place: Place
) -> None:
    await talk(ada, room)
    before, seen = kept(), messages.newest_messages(ada, room.id)
    assert "3 files" in backup(database_url, tmp_path / "backup", place)
    elsewhere = str(tmp_path / "other"), tmp_path
    close()
    assert restore(database_url, tmp_path / "backup", elsewhere).endswith("with its files")
    database.open(database_url)
    assert kept() == before
    assert messages.newest_messages(ada, room.id) == seen
    assert files.check_files(repairs=False).is_in_order


async def test_a_backup_can_be_checked_without_us(
    ada: UserItem, room: RoomItem, database_url: str, tmp_path: Path, place: Place
) -> None:
    await talk(ada, room)
    backup(database_url, tmp_path / "backup", place)
    assert call("tar", "xf", tmp_path / "backup", "-C", tmp_path).returncode == 0
    assert call("sh", "-c", f"cd '{tmp_path}' && sha256sum -c SHA256SUMS").returncode == 0


async def test_without_files_a_backup_is_the_database_alone(
    ada: UserItem, database_url: str, tmp_path: Path, place: Place
) -> None:
    backup(database_url, tmp_path / "backup", place)
    assert (tmp_path / "backup").read_bytes()[:6] in {b"SQLite", b"PGDMP\x01"}
    close()
    assert restore(database_url, tmp_path / "backup", place) == f'restored from "{tmp_path}/backup"'
    database.open(database_url)


def test_a_backup_may_have_any_number_of_files(opened: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some").write_bytes(b"database")
    for number in range(100):
        objects.put(f"blobs/00/{number}", b"hello")
    archive.write(tmp_path / "some", tmp_path / "backup")
    monkeypatch.setattr(archive, "BLOCK", 16)  # the digests of 100 files are as long as those of millions otherwise
    archive.check(tmp_path / "backup")
    data = (tmp_path / "backup").read_bytes()
    (tmp_path / "backup").write_bytes(data.replace(b"files/blobs/00/99\n", b"files/blobs/00/98\n"))
    with pytest.raises(OperationError, match="damaged"):
        archive.check(tmp_path / "backup")


@pytest.mark.parametrize("where", ["database", "file", "digests", "end", "begin"])
async def test_a_damaged_backup_changes_nothing(
    ada: UserItem, room: RoomItem, database_url: str, tmp_path: Path, place: Place, where: str
) -> None:
    await talk(ada, room)
    backup(database_url, tmp_path / "backup", place)
    data = bytearray((tmp_path / "backup").read_bytes())
    at = {"database": 5_000, "file": data.index(b"hello"), "digests": data.index(b"  database\n") - 3, "begin": 20}
    if where == "end":
        del data[data.index(b"SHA256SUMS") :]
    else:
        data[at[where]] ^= 1
    (tmp_path / "damaged").write_bytes(data)
    close()
    with pytest.raises(OperationError):
        restore(database_url, tmp_path / "damaged", (str(tmp_path / "other"), tmp_path))
    assert not list((tmp_path / "other").rglob("blobs/*/*"))
    database.open(database_url)
    assert len(messages.newest_messages(ada, room.id).messages[0].files) == 3


async def test_a_restore_that_is_refused_takes_its_files_back(
    ada: UserItem, room: RoomItem, database_url: str, tmp_path: Path, place: Place
) -> None:
    await talk(ada, room)
    backup(database_url, tmp_path / "backup", place)
    with pytest.raises(OperationError):
        run(Subcommand("restore", tmp_path / "backup"), database_url, (str(tmp_path / "other"), tmp_path))
    assert not [path for path in (tmp_path / "other").rglob("*") if path.is_file()]


async def test_the_check_finds_what_is_missing_and_what_is_left_over(
    ada: UserItem, room: RoomItem, tmp_path: Path
) -> None:
    await talk(ada, room)
    assert files.check_files(repairs=False).lines == ["checked 3 files: 0 missing, 0 left over"]
    gone, cut, _ = (stored.key for stored in sorted(objects.list("blobs"), key=lambda stored: stored.size))
    (tmp_path / "files" / gone).unlink()
    (tmp_path / "files" / cut).write_bytes(b"hell")
    for name, age in (("old", 7200), ("new", 0)):
        path = tmp_path / f"files/blobs/ff/{name}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"whose?")
        os.utime(path, (time.time() - age,) * 2)
    found = files.check_files(repairs=False)
    assert (set(found.missing), found.orphans, found.is_in_order) == ({gone, cut}, ["blobs/ff/old"], False)
    assert found.missing[cut] == ["a b'0.bin, file 1"]
    assert files.check_files(repairs=True).lines[-1] == "checked 3 files: 2 missing, 1 removed"
    assert not (tmp_path / "files/blobs/ff/old").exists()
    assert (tmp_path / "files/blobs/ff/new").exists()


async def test_the_check_has_nobody_wait_and_spares_what_comes_meanwhile(
    ada: UserItem, room: RoomItem, database_url: str, tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk(ada, room)
    for name in ("orphan", f"{'e' * 64}-1"):
        objects.put(f"blobs/ee/{name}", b"whose?")
        os.utime(tmp_path / "files/blobs/ee" / name, (1, 1))
    removed = await upload(ada, room.id, b"removed meanwhile")
    listing, deleting = objects.list, objects.remove
    writes: list[str] = []

    def write(change: Callable[[], object]) -> None:
        """Change something as the program does that runs beside the check."""
        with ThreadPoolExecutor(1) as beside:
            beside.submit(asyncio.run, database.write(change)).result(10)
        objects.finish()

    def list_slowly(folder: str) -> Iterator[Stored]:
        if folder == "blobs":
            write(lambda: delete_files([File.get_by_id(removed.id)]))
            writes.append("removed")
        yield from listing(folder)
        if folder == "blobs":
            write(lambda: Blob.create(digest="e" * 64, nonce="1", size=6, type="text/plain"))
            writes.append("stored")

    def delete_slowly(keys: list[str]) -> None:
        deleting(keys)
        if "blobs/ee/orphan" in keys:
            write(lambda: Room.update(revision=7).execute())
            writes.append("while it deletes")

    monkeypatch.setattr(objects, "list", list_slowly)
    monkeypatch.setattr(objects, "remove", delete_slowly)
    close()
    found = files.check_database(database_url, place, repairs=True)
    assert writes == ["removed", "stored", "while it deletes"]
    assert (found.orphans, found.missing) == (["blobs/ee/orphan"], {})
    assert [path.name for path in (tmp_path / "files/blobs/ee").iterdir()] == [f"{'e' * 64}-1"]


@pytest.mark.drill
async def test_the_command_says_what_it_has_found(ada: UserItem, database_url: str, tmp_path: Path) -> None:
    Blob.create(digest="d" * 64, nonce="1", size=1, type="text/plain")
    options = ["--data-dir", str(tmp_path), "--database", database_url]
    done = call(sys.executable, MAIN, "check", *options)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "checked 1 files: 1 missing, 0 left over")
