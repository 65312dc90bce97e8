"""The program itself on PostgreSQL: start, log in, talk by the API, lose the server, go on, stop; or say why not."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.app_process import ROOT, environment
from tests.page_client import PASSWORD
from tests.ports import free_port
from tests.services.postgres import QUOTED_PASSWORD, Postgres, fresh_database, running

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def server(postgres: str) -> Iterator[Postgres]:
    """A PostgreSQL that a test may stop."""
    with running() as server:
        yield server


@contextmanager
def program(data_dir: Path, database: str) -> Iterator[httpx.Client]:
    """Have the program run on a database for a while, and end without a word."""
    port = free_port()
    command = [sys.executable, "main.py", "--database", database, "--data-dir", str(data_dir), "--port", str(port)]
    log = data_dir / f"log-{port}"
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout
    try:
        assert "ready" in process.stdout.readline(), log.read_text()
        transport = httpx.HTTPTransport(retries=10)  # it is ready a moment before it listens
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=30) as client:
            yield client
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
    assert QUOTED_PASSWORD not in log.read_text()
    assert "Traceback" not in log.read_text()


def speak(client: httpx.Client) -> int:
    """Log in as one of the demo, make a token, and return the id of a room to talk in with it."""
    email = re.search(r"[a-z]+@streamchat\.io", client.get("/login").text)
    login = client.post("/login", data={"email": email[0] if email else "adam@streamchat.io", "password": PASSWORD})
    assert (login.status_code, login.headers["location"]) == (303, "/rooms")
    page = client.post("/settings/tokens", data={"name": "robot", "current_password": PASSWORD}).text
    token = re.search(r">([\w-]{43})<", page)
    assert token, page
    client.headers["Authorization"] = f"Bearer {token[1]}"
    return int(client.get("/api/v1/rooms").json()["rooms"][0]["id"])


def test_one_logs_in_and_talks_and_all_is_there_after_the_next_start(server: Postgres, tmp_path: Path) -> None:
    with fresh_database(server.url) as database:
        with program(tmp_path, database) as client:
            messages = f"/api/v1/rooms/{speak(client)}/messages"
            assert client.post(messages, json={"body": "hello", "client_id": "client-id-1"}).status_code == 201
            assert client.post(messages, json={"body": "hello", "client_id": "client-id-1"}).status_code == 200
            assert client.get("/rooms").status_code == 200
            assert client.get("/settings").status_code == 200
        with program(tmp_path, database) as again:
            again.headers["Authorization"] = client.headers["Authorization"]
            page = again.get(messages).json()["messages"]
            assert [message["body"] for message in page].count("hello") == 1
            assert page[-1]["body"] == "hello"


def test_while_the_server_is_away_it_says_so_and_then_goes_on(server: Postgres, tmp_path: Path) -> None:
    with fresh_database(server.url) as database, program(tmp_path, database) as client:
        messages = f"/api/v1/rooms/{speak(client)}/messages"
        server.stop()
        answer = client.post(messages, json={"body": "hello", "client_id": "client-id-1"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0
        assert (client.get("/healthz").status_code, client.get("/rooms").status_code) == (503, 503)
        server.start()
        assert client.post(messages, json={"body": "hello", "client_id": "client-id-1"}).status_code == 201
        assert (client.get("/healthz").status_code, client.get("/rooms").status_code) == (200, 200)


def test_two_programs_start_at_once_on_an_empty_database(server: Postgres, tmp_path: Path) -> None:
    with fresh_database(server.url) as database:
        command = [sys.executable, "main.py", "--database", database, "--data-dir", str(tmp_path)]
        both = [
            subprocess.Popen(
                [*command, "--port", str(free_port())], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        assert ["ready" in (process.stdout.readline() if process.stdout else "") for process in both] == [True, True]
        for process in both:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda url: url.replace(QUOTED_PASSWORD, "secret"), "password authentication failed"),
        (lambda url: url.removesuffix("postgres") + "nowhere", "does not exist"),
        (lambda url: re.sub(r":\d+/", f":{free_port()}/", url), "refused"),
    ],
    ids=["password", "database", "server"],
)
def test_a_database_that_is_not_to_be_had_is_said_in_one_line(server, tmp_path, change, reason) -> None:
    url = change(server.url)
    command = [sys.executable, "main.py", "--database", url, "--data-dir", str(tmp_path), "--port", str(free_port())]
    ended = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert re.fullmatch(rf"streamchat: cannot use the database 'postgresql://…@127.*{reason}.*\n", ended.stderr)
    assert "secret" not in ended.stderr
    assert QUOTED_PASSWORD not in ended.stderr
