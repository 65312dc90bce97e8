"""Starting the program where it cannot start: one clear line, an exit code, no traceback."""

import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program import ROOT, environment


def start(*options: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program until it ends by itself."""
    command = [sys.executable, "main.py", *map(str, options)]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=30, check=False)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def port(taken_port: int) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def assert_one_clear_line(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode != 0
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


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


def test_a_database_of_another_program(port: int, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "streamchat.db") as theirs:
        theirs.execute("CREATE TABLE bookmark (url TEXT)")
    assert_one_clear_line(start("--port", str(port), "--data-dir", tmp_path), "belongs to another program")
    with sqlite3.connect(tmp_path / "streamchat.db") as theirs:
        tables = [name for (name,) in theirs.execute("SELECT name FROM sqlite_master")]
    assert tables == ["bookmark"]


@pytest.mark.parametrize("options", [["--prot", "1"], ["--port", "many"], ["--port", "0x50"], ["8080"]])
def test_an_option_that_makes_no_sense(options: list[str], tmp_path: Path) -> None:
    assert_one_clear_line(start(*options, "--data-dir", tmp_path), options[0])


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
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["streamchat.db"]
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
