"""The built program, where nothing says that there is a Python: it serves its pages with all that belongs to them."""

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.app_process import ROOT
from tests.ports import free_port

PROGRAM = ROOT / "dist/streamchat/streamchat"

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="there is no dist/streamchat: make bundle")


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, words)], env={}, cwd="/", capture_output=True, text=True, timeout=30, check=False
    )


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[httpx.Client]:
    """Somebody at the program's door, who finds that it ends without a word when told to."""
    port = free_port()
    command = [str(PROGRAM), "--port", str(port), "--data-dir", str(tmp_path / "data")]
    program = subprocess.Popen(command, env={}, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert program.stdout
    assert "ready" in program.stdout.readline()
    transport = httpx.HTTPTransport(retries=5)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport, follow_redirects=True) as client:
        yield client
    program.send_signal(signal.SIGTERM)
    _, errors = program.communicate(timeout=20)
    assert errors == ""
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"files", "streamchat.db"}


def test_it_serves_its_pages_and_all_that_they_load(visitor: httpx.Client) -> None:
    assert "Continue as" in visitor.get("/login").text
    visitor.post("/login/demo", data={"user_id": "1"})
    for path in ("/rooms/1", "/settings", "/api/docs"):
        page = visitor.get(path)
        assert page.status_code == 200, path
        loaded = set(re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css|svg)[^"]*)"', page.text))
        assert loaded, path
        for link in loaded:
            assert visitor.get(link).status_code == 200, link
    assert "The replica took over" in visitor.get("/rooms/2").text + visitor.get("/rooms/1").text


def test_it_knows_the_components_scripts(visitor: httpx.Client) -> None:
    visitor.post("/login/demo", data={"user_id": "1"})
    imported = set(re.findall(r'"(/(?:_nicegui|assets)/[^"]+\.js(?:\?[^"]+)?)"', visitor.get("/rooms/1").text))
    assert any("/modules.js" in link for link in imported)  # all that a page is made of, the stream among it
    assert any("/live.js" in link for link in imported)
    for link in imported:
        assert visitor.get(link).status_code == 200, link


def test_its_commands_work(tmp_path: Path) -> None:
    made = run("migrate", "--data-dir", tmp_path / "data")
    assert (made.returncode, made.stderr) == (0, "")
    kept = run("backup", tmp_path / "kept.db", "--data-dir", tmp_path / "data")
    assert (kept.returncode, kept.stderr) == (0, "")
    assert (tmp_path / "kept.db").stat().st_size > 0


def test_what_it_cannot_do_it_says_in_one_line(tmp_path: Path) -> None:
    refused = run("--port", "0", "--data-dir", tmp_path)
    assert refused.returncode != 0
    assert refused.stderr.count("\n") == 1
