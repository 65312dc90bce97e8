"""PostgreSQL is full, read-only, out of connections, or hangs: people are told to try again, and so is who monitors."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import httpx
import psycopg
import pytest

from tests.app_process import ROOT, environment, start
from tests.drills import chat_on_postgres
from tests.drills.chat_on_postgres import Chat
from tests.ports import free_port
from tests.services import postgres as database_server
from tests.services.postgres import QUOTED_PASSWORD, Postgres, administer, fresh_database

pytestmark = [pytest.mark.drill, pytest.mark.services]

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
CUT += " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"


@pytest.fixture(scope="module")
def server(postgres: str) -> Iterator[Postgres]:
    """A server that may be harmed; only where the servers' tests are asked for, hence `postgres`."""
    with database_server.running() as server:
        yield server


@pytest.fixture
def url(server: Postgres) -> Iterator[str]:
    with fresh_database(server.url) as url:
        yield url


@pytest.fixture
def chat(url: str, tmp_path: Path) -> Iterator[Chat]:
    with chat_on_postgres.running(tmp_path / "data", url) as chat:
        yield chat


def fails(sqlstate: str) -> tuple[str, str]:
    """Return statements upon which whatever is said fails in a certain way, for a room that is full is hard to have."""
    return (
        "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{sqlstate} is wrong' USING ERRCODE = '{sqlstate}'; END $$",
        "CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION fail()",
    )


def test_what_passes_is_no_refusal(chat: Chat, url: str) -> None:
    assert chat.says("before") == 201
    for sqlstate in ("53100", "53200", "58030", "25006", "53300", "57P01", "57P03", "58000", "08006"):
        administer(url, *fails(sqlstate))
        assert [chat.says(f"meanwhile {sqlstate}") for _ in range(3)] == [503] * 3
        if sqlstate in {"53100", "53200", "58030", "25006"}:
            assert health_knows(chat, f"meanwhile {sqlstate}")
        else:
            assert chat.health() == 200
        administer(url, "DROP TRIGGER fail ON message")
        assert chat.says(f"meanwhile {sqlstate}") == 201
        assert chat.health() == 200
    assert len([line for line in chat.log() if "cannot be used" in line]) == 9


def health_knows(chat: Chat, body: str) -> bool:
    """Whether health knows of a refusal: upkeep, which changes nothing here, may have succeeded since the last one."""
    return any(chat.says(body) == 503 and chat.health() == 503 for _ in range(20))


def test_its_disk_is_full_and_later_it_is_not(server: Postgres, tmp_path: Path) -> None:
    disk = Path("/tmp") / f"small-disk-{os.getpid()}"  # where PostgreSQL's user may go
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24M,mode=0777", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        disk.rmdir()
        pytest.skip("only root may mount a disk that is small enough to fill")
    shutil.chown(disk, database_server._somebody())
    disk.chmod(0o700)
    database = server.url.removesuffix("postgres") + "small"
    try:
        administer(server.url, f"CREATE TABLESPACE small LOCATION '{disk}'", "CREATE DATABASE small TABLESPACE small")
        with chat_on_postgres.running(tmp_path / "data", database) as chat:
            assert chat.says("before") == 201
            with (disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
                while True:
                    ballast.write(bytes(4096))
            chat.becomes(503)  # before anybody has written anything
            answers = [chat.says(token_hex(1900)) for _ in range(40)]  # which cannot be packed into less
            assert set(answers) <= {201, 503}
            assert answers[-1] == 503
            assert httpx.get(f"{chat.server.url}/login").status_code == 200
            assert len([line for line in chat.log() if "No space left" in line]) == 1
            (disk / "ballast").unlink()
            assert chat.says("129" * 1000) == 201
            assert chat.health() == 200
    finally:
        administer(server.url, "DROP DATABASE IF EXISTS small WITH (FORCE)", "DROP TABLESPACE IF EXISTS small")
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
        disk.rmdir()


def test_it_is_read_only_after_a_failover(chat: Chat, url: str) -> None:
    name = url.rpartition("/")[2]
    administer(url, f"ALTER DATABASE {name} SET default_transaction_read_only = on", CUT)
    assert chat.health() == 503
    assert [chat.says("meanwhile") for _ in range(3)] == [503] * 3
    assert httpx.get(f"{chat.server.url}/login").status_code == 200
    assert len(chat.log()) == 1
    administer(url, "SET default_transaction_read_only = off", f"ALTER DATABASE {name} RESET ALL", CUT)
    assert chat.says("meanwhile") == 201
    assert chat.health() == 200


@pytest.fixture
def limited(server: Postgres, url: str) -> Iterator[Callable[[int], str]]:
    """Return an address by which only so many connections are to be had."""

    def limit(number: int) -> str:
        administer(server.url, f"ALTER ROLE member CONNECTION LIMIT {number}")
        administer(url, CUT)
        return url.replace("postgres:", "member:").replace(QUOTED_PASSWORD, "secret")

    administer(url, "CREATE ROLE member LOGIN PASSWORD 'secret'", "GRANT ALL ON SCHEMA public TO member")
    yield limit
    administer(url, CUT, "DROP OWNED BY member CASCADE", "DROP ROLE member")


def test_without_all_of_its_connections_it_does_not_start(limited, tmp_path) -> None:
    ended = start("--database", limited(5), "--data-dir", tmp_path, "--port", str(free_port()))
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "only 5 of the 8 connections" in ended.stderr
    assert "too many connections" in ended.stderr


def test_where_it_gets_only_some_of_them_back_health_knows(limited, tmp_path) -> None:
    with chat_on_postgres.running(tmp_path / "data", limited(20)) as chat:
        limited(3)
        for _ in range(3):
            assert chat.health() == 503
        assert len(chat.log()) == 1
        assert "too many connections" in chat.log()[0]
        limited(20)
        chat.becomes(200)
        assert chat.says("again") == 201


def test_it_hangs(chat: Chat, server: Postgres) -> None:
    """Its machine still takes what is sent, so nothing but a clock can tell."""
    assert chat.says("before") == 201
    server.pause()
    try:
        with ThreadPoolExecutor(12) as people:
            began = time.monotonic()
            said = [people.submit(chat.says, f"meanwhile {number}") for number in range(12)]
            assert chat.health() == 503
            assert {answer.result() for answer in said} == {503}
            assert time.monotonic() - began < 10
    finally:
        server.resume()
    chat.becomes(200)
    for number in range(12):
        assert chat.says(f"meanwhile {number}") in (200, 201)


@pytest.mark.parametrize("options", [(), ("--drain-seconds", "1")], ids=["at once", "drains"])
def test_while_it_hangs_one_can_stop(url, server, tmp_path, options) -> None:
    with chat_on_postgres.running(tmp_path / "data", url, *options) as chat:
        server.pause()
        try:
            with ThreadPoolExecutor(6) as people, suppress(httpx.TransportError):
                said = [people.submit(chat.says, f"meanwhile {number}") for number in range(6)]
                time.sleep(0.5)
                chat.server.process.send_signal(signal.SIGTERM)
                chat.server.process.wait(timeout=12)
                for answer in said:
                    with suppress(httpx.TransportError):
                        assert answer.result() == 503
        finally:
            server.resume()


def test_while_it_hangs_one_who_asks_twice_stops_it_at_once(url, server, tmp_path) -> None:
    with chat_on_postgres.running(tmp_path / "data", url, "--drain-seconds", "60") as chat:
        server.pause()
        try:
            with ThreadPoolExecutor(1) as people:
                said = people.submit(chat.says, "meanwhile")
                time.sleep(0.5)
                for _ in range(2):
                    chat.server.process.send_signal(signal.SIGTERM)
                    time.sleep(0.2)  # two at the same moment are one
                chat.server.process.wait(timeout=6)
                with pytest.raises(httpx.TransportError):
                    said.result()
        finally:
            server.resume()


def test_a_process_that_is_stuck_in_a_change_keeps_a_room_for_a_moment_only(chat: Chat, url: str, tmp_path) -> None:
    """Another process has locked the room and then nothing is heard of it any more."""
    script = (
        "import os, signal, sys; from chat.storage.database import database\n"
        "from models import Room, db, lock_for_update\n"
        "database.open(sys.argv[1]); db.close()\n"
        "room = lock_for_update(Room.select().where(Room.id == 1))\n"
        "stop = lambda: (room.get(), print('locked', flush=True), os.kill(os.getpid(), signal.SIGSTOP))\n"
        "database._engine.write_concurrent(stop)"
    )
    stuck = subprocess.Popen(
        [sys.executable, "-c", script, url], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert stuck.stdout
        assert stuck.stdout.readline() == "locked\n"
        began = time.monotonic()
        assert chat.says("after a while") == 201
        assert time.monotonic() - began < 5
    finally:
        stuck.kill()
        stuck.communicate()


def test_ones_own_options_win(url: str, tmp_path: Path) -> None:
    own = f"{url}?application_name=ours&options=-c%20statement_timeout%3D9s"
    with chat_on_postgres.running(tmp_path / "data", own), psycopg.connect(url) as look:
        sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ours'"
        assert look.execute(sql).fetchone() == (8,)
