"""Backup, restore and migrate, with SQLite."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from random import Random

import httpx
import pytest

from chat import operations
from chat.config import Settings
from chat.config.subcommands import Subcommand
from chat.storage.backup import OperationError, checksum, run
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.engines.sqlite import APPLICATION_ID
from models import Room, db
from tests.app_process import run_with_one_table_more
from tests.browser.conftest import Server
from tests.storage.test_schema import CONTENT, VERSION_0_1_0
from tests.test_start import start

RESTORE = (
    "from pathlib import Path; from chat.storage.backup import run; from chat.config.subcommands import Subcommand\n"
    "run(Subcommand('restore', Path(sys.argv[1])), sys.argv[2])"
)


@pytest.fixture(autouse=True)
def _close_database():
    yield
    database.close()
    if db.obj:
        db.close()


@pytest.fixture
def url(tmp_path):
    """A database with one room in it, which nobody has open."""
    (tmp_path / "data").mkdir()
    address = f"sqlite:///{tmp_path}/data/streamchat.db"
    fill(address, "kitchen")
    return address


def fill(address, room):
    database.open(address)
    Room.create(name=room)
    database.close()
    db.close()


def rooms(address):
    database.open(address)
    names = [room.name for room in Room.select().order_by(Room.name)]
    database.close()
    db.close()
    return names


def backup(address, file):
    return run(Subcommand("backup", file), address)


def restore(address, file, **options):
    return run(Subcommand("restore", file, **options), address)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_backup_is_a_whole_database_for_its_owner_only(url, tmp_path):
    said = backup(url, tmp_path / "backup.db")
    assert said == f'backed up to "{tmp_path}/backup.db" ({(tmp_path / "backup.db").stat().st_size:,} bytes)'
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db", "data"]
    with closing(sqlite3.connect(tmp_path / "backup.db")) as copy:
        assert copy.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert copy.execute("SELECT name FROM room").fetchall() == [("kitchen",)]


def test_what_is_restored_is_what_was_there(url, tmp_path):
    backup(url, tmp_path / "backup.db")
    fill(url, "attic")
    assert restore(url, tmp_path / "backup.db", is_forced=True) == f'restored from "{tmp_path}/backup.db"'
    assert rooms(url) == ["kitchen"]
    assert stat.S_IMODE((tmp_path / "data/streamchat.db").stat().st_mode) == 0o600


def test_nothing_is_replaced_unless_that_is_asked_for(url, tmp_path):
    backup(url, tmp_path / "backup.db")
    before = contents(tmp_path / "data") | {"backup": (tmp_path / "backup.db").read_bytes()}
    with pytest.raises(OperationError, match=r"^backup: \".*backup.db\" already exists$"):
        backup(url, tmp_path / "backup.db")
    with pytest.raises(OperationError, match=r"^restore: database .* already exists; --force replaces it$"):
        restore(url, tmp_path / "backup.db")
    assert contents(tmp_path / "data") | {"backup": (tmp_path / "backup.db").read_bytes()} == before


def test_a_restore_where_there_is_nothing_yet(url, tmp_path):
    backup(url, tmp_path / "backup.db")
    other = f"sqlite:///{tmp_path}/other.db"
    restore(other, tmp_path / "backup.db")
    assert rooms(other) == ["kitchen"]


def test_a_backup_from_before_a_table_was_added_is_restored(url, tmp_path):
    backup(url, tmp_path / "backup.db")
    other = f"sqlite:///{tmp_path}/other.db"
    run_with_one_table_more(RESTORE, tmp_path / "backup.db", other)
    assert rooms(other) == ["kitchen"]


def foreign(path):
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE bookmark (url TEXT)")


def newer(path):
    with closing(sqlite3.connect(path)) as later:
        later.execute("INSERT INTO schema_migration (name, applied) VALUES ('0099_telepathy', '2031-01-01')")
        later.commit()


def sealed(path):
    """Give a backup that was changed the checksum that it would have had."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 4096 * 4096])
    checksum.add(path)


def torn(path):
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xaa" * (len(content) - 4096))


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (Path.unlink, "not found"),
        (lambda path: path.write_text("no database at all " * 99), "file is not a database"),
        (lambda path: path.unlink() or foreign(path), "is not a database of StreamChat"),
        (lambda path: path.write_bytes(b""), "is not a database of StreamChat"),
        (lambda path: path.write_bytes(path.read_bytes()[:40_000]), "damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:-500]), "is damaged: "),
        (torn, "damaged|malformed"),
        (lambda path: newer(path) or sealed(path), "changed by a newer version"),
    ],
    ids=["missing", "no database", "foreign", "empty", "cut off", "shortened", "torn", "newer"],
)
def test_a_bad_backup_changes_nothing(harm, reason, url, tmp_path):
    backup(url, tmp_path / "backup.db")
    harm(tmp_path / "backup.db")
    before = contents(tmp_path / "data")
    with pytest.raises(OperationError, match=reason) as raised:
        restore(url, tmp_path / "backup.db", is_forced=True)
    assert "\n" not in str(raised.value)
    assert contents(tmp_path / "data") == before


def with_changed_bytes(content, random):
    places = {random.randrange(len(content)) for _ in range(random.choice([1, 1, 2, 64]))}
    return bytes(byte ^ random.randrange(1, 256) if at in places else byte for at, byte in enumerate(content))


HARMS = {
    "changed": with_changed_bytes,
    "changed in the last line": lambda content, random: content[:-120] + with_changed_bytes(content[-120:], random),
    "shortened": lambda content, random: content[: random.randrange(len(content) - checksum.SIZE)],
    "shortened within the last line": lambda content, random: content[
        : -random.randrange(1, checksum.SIZE - checksum.BEGINNING)
    ],
    "extended": lambda content, random: content + random.randbytes(random.randrange(1, 9000)),
    "two halves swapped": lambda content, _: content[len(content) // 2 :] + content[: len(content) // 2],
    "a piece left out": lambda content, random: content[: (at := random.randrange(9000))] + content[at + 4096 :],
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_backup_that_is_not_as_it_was_written_changes_nothing(harm, url, tmp_path):
    backup(url, tmp_path / "backup.db")
    whole, before = (tmp_path / "backup.db").read_bytes(), contents(tmp_path / "data")
    for seed in range(15):
        (tmp_path / "backup.db").write_bytes(harm(whole, Random(seed)))
        with pytest.raises(OperationError, match=r"damaged|malformed|not a database|no database of"):
            restore(url, tmp_path / "backup.db", is_forced=True)
    assert contents(tmp_path / "data") == before


def test_a_backup_that_has_lost_its_checksum_changes_nothing(url, tmp_path):
    backup(url, tmp_path / "backup.db")
    whole, before = (tmp_path / "backup.db").read_bytes(), contents(tmp_path / "data")
    for lost in (whole[: -checksum.SIZE], whole[: -checksum.SIZE] + bytes(checksum.SIZE), whole[: 1 - checksum.SIZE]):
        (tmp_path / "backup.db").write_bytes(lost)
        with pytest.raises(OperationError, match="the checksum, is missing"):
            restore(url, tmp_path / "backup.db", is_forced=True)
    assert contents(tmp_path / "data") == before


def test_a_backup_from_before_there_were_checksums_is_restored_with_a_word_of_doubt(url, tmp_path):
    shutil.copy(tmp_path / "data/streamchat.db", tmp_path / "backup.db")  # as one looked
    for _ in range(2):
        assert restore(url, tmp_path / "backup.db", is_forced=True).endswith("only its structure was checked)")
        shutil.copy(tmp_path / "data/streamchat.db", tmp_path / "backup.db")
    assert rooms(url) == ["kitchen"]


def test_a_damaged_database_is_replaced_by_a_good_one(url, tmp_path):
    backup(url, tmp_path / "backup.db")
    torn(tmp_path / "data/streamchat.db")
    (tmp_path / "data/streamchat.db-wal").write_bytes(b"left behind by the one that is damaged")
    restore(url, tmp_path / "backup.db", is_forced=True)
    assert rooms(url) == ["kitchen"]


def test_a_backup_of_what_is_not_there_leaves_nothing(tmp_path):
    with pytest.raises(OperationError, match="not found"):
        backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "backup.db")
    with pytest.raises(OperationError, match="No such file or directory"):
        backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "nowhere/backup.db")
    assert list(tmp_path.iterdir()) == []


def test_migrate_says_what_it_did(tmp_path):
    url = f"sqlite:///{tmp_path}/new.db"
    assert run(Subcommand("migrate"), url) == "migrated: all tables of a new database"
    assert run(Subcommand("migrate"), url) == "nothing to do"


def test_migrate_names_the_migrations(tmp_path):
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript(f"PRAGMA application_id={APPLICATION_ID}; {VERSION_0_1_0} {CONTENT}")
    url = f"sqlite:///{tmp_path}/old.db"
    assert run(Subcommand("migrate"), url).startswith("migrated: 0001_accounts")
    assert run(Subcommand("migrate"), url) == "nothing to do"


def test_where_it_is_told_not_to_an_older_database_is_left_as_it_is(tmp_path):
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript(f"PRAGMA application_id={APPLICATION_ID}; {VERSION_0_1_0} {CONTENT}")
        before = list(old.iterdump())
    with pytest.raises(UnusableDatabaseError, match=r"run `python main\.py migrate` first"):
        database.open(f"sqlite:///{tmp_path}/old.db", migrates=False)
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        assert list(old.iterdump()) == before


def test_a_database_of_a_newer_version_is_not_migrated(url, tmp_path):
    newer(tmp_path / "data/streamchat.db")
    with pytest.raises(OperationError, match="changed by a newer version"):
        run(Subcommand("migrate"), url)


def test_the_data_folder_is_not_made_where_nothing_is_put_into_it(tmp_path, capsys):
    settings = Settings(data_dir=tmp_path / "data", database=f"sqlite:///{tmp_path}/other.db")
    for name, *file in (("migrate",), ("check",), ("export", tmp_path / "all.zip"), ("backup", tmp_path / "backup.db")):
        assert operations.run(Subcommand(name, *file), settings)
        database.close()
    assert "checked 0 files" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()


@pytest.mark.drill
def test_while_the_app_runs_it_is_backed_up_and_not_replaced(tmp_path):
    server = Server(tmp_path / "data")
    options = ("--data-dir", tmp_path / "data")
    assert start("backup", tmp_path / "backup.db", *options).returncode == 0
    refused = start("restore", tmp_path / "backup.db", "--force", *options)
    assert refused.stderr == f'streamchat: restore: "{tmp_path}/data/streamchat.db" is in use: stop the app first\n'
    assert refused.returncode == 1
    assert httpx.get(f"{server.url}/healthz").json()["status"] == "ok"
    server.stop()
    assert start("restore", tmp_path / "backup.db", "--force", *options).returncode == 0
    server.start()
    server.stop()
