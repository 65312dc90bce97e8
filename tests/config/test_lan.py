"""`--lan`: the address in the local network, and how people come in there."""

import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import httpx
import pytest
from nicegui.testing import User as Visitor

import seed
from chat.config import BadSettingError, lan, load
from chat.desktop import qr
from chat.storage.database import database
from models import db
from tests.app_process import ROOT, assert_one_clear_line, environment, start
from tests.page_client import log_in, log_in_as_administrator, page, post
from tests.ports import free_port

CODE = re.compile(r'<img class="qr" src="data:image/svg\+xml[^"]+" alt="([^"]+)">')
needs_network = pytest.mark.skipif(lan.address() is None, reason="this machine is not connected to a network")


class Ways:
    """A datagram socket as it finds ways to some targets only."""

    ways: ClassVar[dict[str, str]] = {}

    def __init__(self, *_: object) -> None: ...
    def __enter__(self) -> "Ways":
        return self

    def __exit__(self, *_: object) -> None: ...
    def connect(self, target: tuple[str, int]) -> None:
        if target[0] not in self.ways:
            raise OSError("Network is unreachable")
        self.target = target[0]

    def getsockname(self) -> tuple[str, int]:
        return self.ways[self.target], 1


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(Ways, "ways", {})
    monkeypatch.setattr(socket, "socket", Ways)
    return Ways.ways


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("STREAMCHAT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., tuple[str, str]]]:
    """Start the program at a terminal, and return what it prints until it is ready and the address it tells."""
    running: list[tuple[subprocess.Popen[bytes], int]] = []

    def serve(*options: str) -> tuple[str, str]:
        port, (mine, its) = free_port(), pty.openpty()
        command = [sys.executable, "main.py", "--lan", "--port", str(port), "--data-dir", str(tmp_path), *options]
        running.append((subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=its), mine))
        os.close(its)
        printed = b""
        while b"ready" not in printed or not printed.endswith(b"\n"):
            printed += os.read(mine, 10_000)
        text = printed.decode().replace("\r", "")
        with httpx.Client(transport=httpx.HTTPTransport(retries=5)) as client:
            client.get(f"http://127.0.0.1:{port}/healthz")
        return text, re.findall(r"http://[0-9.:]+", text)[-1]

    yield serve
    for process, terminal in running:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        os.close(terminal)


def test_the_address_is_that_of_the_way_out(ways: dict[str, str]) -> None:
    ways |= {"192.0.2.1": "192.168.1.7", "10.42.0.1": "10.42.0.1"}
    assert lan.address() == "192.168.1.7"


def test_a_hotspot_that_leads_nowhere_is_a_network_too(ways: dict[str, str]) -> None:
    ways["10.42.0.1"] = "10.42.0.1"
    assert lan.address() == "10.42.0.1"


def test_loopback_is_no_network(ways: dict[str, str]) -> None:
    assert lan.address() is None
    ways["192.0.2.1"] = "127.0.0.1"
    assert lan.address() is None


def test_it_listens_everywhere_and_tells_the_address_of_the_network(folder: Path, ways: dict[str, str]) -> None:
    ways["192.0.2.1"] = "192.168.1.7"
    settings = load(["--lan"])
    assert (settings.host, settings.is_loopback, settings.wants_demo) == ("0.0.0.0", False, False)
    assert settings.home == settings.links_begin == "http://192.168.1.7:8080"
    assert load(["--lan", "--demo"]).wants_demo


def test_a_public_address_is_told_where_there_is_one(folder: Path, ways: dict[str, str]) -> None:
    settings = load(["--lan", "--public-url", "https://chat.example.org"])
    assert settings.home == settings.links_begin == "https://chat.example.org"
    assert load([]).links_begin == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_host_that_means_everywhere_does_not_contradict(folder: Path, host: str) -> None:
    assert load(["--lan", "--host", host]).host == host


def test_another_host_contradicts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for argv in (["--lan", "--host", "127.0.0.1"], ["--lan", "--host", "192.168.1.7"]):
        with pytest.raises(BadSettingError, match=rf'--host on "{argv[-1]}"'):
            load(argv)
    monkeypatch.setenv("STREAMCHAT_HOST", "localhost")
    with pytest.raises(BadSettingError, match='STREAMCHAT_HOST on "localhost"'):
        load(["--lan"])


@pytest.mark.drill
def test_a_demo_is_refused_there(tmp_path: Path) -> None:
    database.open(f"sqlite:///{tmp_path}/streamchat.db")
    seed.demo_content()
    database.close()
    db.close()
    result = start("--port", str(free_port()), "--data-dir", tmp_path, "--lan")
    assert_one_clear_line(result, "--demo", "--data-dir")


def test_a_qr_code_holds_the_address() -> None:
    short, long = (
        qr.terminal_text("http://192.168.1.7:8080"),
        qr.terminal_text("http://192.168.1.7:8080/join/" + "x" * 43),
    )
    assert len(short.splitlines()) < len(long.splitlines()) < 30
    assert set(short) == set("█▀▄ \n")
    assert qr.data_url("http://192.168.1.7:8080") != qr.data_url("http://192.168.1.8:8080")


@pytest.mark.drill
@needs_network
def test_a_fresh_place_is_set_up_and_the_picture_does_not_tell_the_code(served: Callable[..., tuple[str, str]]) -> None:
    printed, address = served()
    assert address.startswith(f"http://{lan.address()}:")
    assert "█" in printed
    assert qr.terminal_text(address) in printed
    assert "/setup?code=" in printed
    with httpx.Client(base_url=address, follow_redirects=True) as guest:
        assert guest.get("/setup").status_code == 403
        assert guest.get("/register").status_code == 403


@pytest.mark.drill
@needs_network
def test_somebody_in_the_network_logs_in_on_plain_http(served: Callable[..., tuple[str, str]]) -> None:
    _, address = served("--demo")
    with httpx.Client(base_url=address) as guest:
        form = {"email": "steven@streamchat.io", "password": "passw0rd!passw0rd!"}
        guest.post("/login", data=form, headers={"Origin": address})
        assert guest.get("/rooms/1").status_code == 200


async def test_administrators_are_shown_the_address_and_links_as_qr_codes(visitor: Visitor) -> None:
    await log_in_as_administrator(visitor)
    here = await page(visitor, "/admin/address")
    assert CODE.findall(here) == ["QR code of the address"]
    response = await post(visitor, "/admin/invites")
    assert CODE.findall(response.text) == ["QR code of the link"]


async def test_nobody_else_is(visitor: Visitor) -> None:
    await log_in(visitor)
    assert (await visitor.http_client.get("/admin/address")).status_code == 404
