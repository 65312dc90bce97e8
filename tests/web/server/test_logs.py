import json
import logging
import re
import sys

import httpx
import pytest
from starlette.middleware.base import BaseHTTPMiddleware

from chat.errors import Unavailable
from chat.web.auth import COOKIE
from chat.web.server.logs import (
    FORMAT,
    NO_RESPONSE,
    RedactingFormatter,
    RedactingJsonFormatter,
    install,
    shorten_disconnect,
    shorten_unavailable,
)

TOKEN = "K4yXq-8Vd0_c2ZsWJm1nQ7tLr5uBhE3gFiPaOoTzNxY"  # as token_urlsafe makes them
CLIENT = "3f2b8c1e-9d47-4a6b-8e05-7c1d2f3a4b5c"


def written(message, *args, error=None):
    """Write a record as the program does, without its time."""
    record = logging.LogRecord("chat.test", logging.INFO, __file__, 1, message, args, error)
    return RedactingFormatter(FORMAT).format(record).partition(" INFO ")[2]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"http://chat.example.org/reset?token={TOKEN} not found", "http://chat.example.org/reset?… not found"),
        ("/rooms?x", "/rooms?…"),
        (f"GET /reset/{TOKEN} 404", "GET /reset/… 404"),
        (f"/_nicegui_ws/socket.io/?client_id={CLIENT}&EIO=4", "/_nicegui_ws/socket.io/?…"),
        (f"Pruning stale client {CLIENT}", "Pruning stale client …"),
        (f"cookie {COOKIE}={TOKEN}", f"cookie {COOKIE}=…"),
        (f"Authorization: Bearer {TOKEN}", "Authorization: Bearer …"),
        ("token " + "0123456789abcdef" * 4, "token …"),
        ("client-id AbCdEfGhIjKlMnOpQrSt12", "client-id …"),
        ("listening on 127.0.0.1:8080", "listening on 127.0.0.1:8080"),
        ("is it so? yes/no? maybe", "is it so? yes/no? maybe"),
        ("2026-11-25T03:15:00.123456+00:00", "2026-11-25T03:15:00.123456+00:00"),
        (
            "_handle_event_internal_and_more_of_it in nicegui.elements",
            "_handle_event_internal_and_more_of_it in nicegui.elements",
        ),
    ],
)
def test_secrets_are_not_written(text, kept):
    assert written("%s", text) == f"chat.test: {kept}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one\ntwo", "one\\ntwo"),
        ("one\r\ntwo", "one\\r\\ntwo"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x00\x07\x7f\x9b", "\\x00\\x07\\x7f\\x9b"),
        ("right\u202eto left", "right\\u202eto left"),
        ("line\u2028separator", "line\\u2028separator"),
        ("Grüße, \U0001f9d1 und 日本", "Grüße, \U0001f9d1 und 日本"),
    ],
)
def test_a_record_is_one_line_whatever_is_in_it(text, kept):
    assert written("said: %s", text) == f"chat.test: said: {kept}"


def written_as_json(message, *args, error=None):
    record = logging.LogRecord("chat.test", logging.WARNING, __file__, 1, message, args, error)
    line = RedactingJsonFormatter().format(record)
    assert len(line.splitlines()) == 1
    return json.loads(line)


def test_json_has_the_same_parts():
    told = written_as_json("said: %s", 'a "word"')
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", told.pop("time"))
    assert told == {"level": "warning", "logger": "chat.test", "message": 'said: a "word"'}


@pytest.mark.parametrize("text", [f"GET /reset/{TOKEN}", f"/rooms?x={TOKEN}", f"client {CLIENT}\nand \x1b[31m{TOKEN}"])
def test_json_holds_no_secrets_either(text):
    assert written_as_json("%s", text)["message"] == written("%s", text).removeprefix("chat.test: ")


def test_a_traceback_is_a_part_of_its_json():
    try:
        raise ValueError(f"bad\ntoken {TOKEN}")
    except ValueError:
        told = written_as_json("failed", error=sys.exc_info())
    assert told["message"] == "failed"
    assert told["traceback"].endswith("ValueError: bad\n    token …")


def test_no_line_of_a_traceback_can_be_taken_for_a_record():
    try:
        raise ValueError(f"bad\n2026-01-01 00:00:00,000 INFO forged: token {TOKEN}")
    except ValueError:
        lines = written("failed", error=sys.exc_info()).split("\n")
    assert lines[0] == "chat.test: failed"
    assert all(line.startswith("    ") for line in lines[1:])
    assert lines[-1] == "    2026-01-01 00:00:00,000 INFO forged: token …"


SAID = "nobody but this room may read that"


@pytest.mark.drill
@pytest.mark.parametrize("level", ["info", "debug"])
def test_a_visit_leaves_no_secret_in_the_log(visit, logged, level):
    server = logged("--trusted-proxies", "127.0.0.1", "--log-level", level)
    adam = visit(server)
    secrets = [adam.http.cookies[COOKIE], TOKEN, SAID, "passw0rd!passw0rd!"]
    adam.http.post("/login", data={"email": "adam@streamchat.io", "password": "passw0rd!passw0rd!"})
    secrets.append(adam.http.cookies[COOKIE])
    socket = adam.connects(adam.opens())
    secrets.append(socket.page.client_id)
    socket.follows()
    socket.sends(SAID)
    socket.hears_broadcast(SAID)
    socket.emits("event", {"client_id": socket.page.client_id, "id": 4, "listener_id": "x", "args": [SAID]})
    socket.says("42" + SAID)
    for path in (
        f"/reset?token={TOKEN}",
        f"/reset/{TOKEN}",
        f"/rooms/{TOKEN}",
        f"/rooms/1?token={TOKEN}",
        "/%0A%1B[31m",
    ):
        adam.http.get(path)
    adam.http.request("X" * 30, f"/rooms?token={TOKEN}")
    with pytest.raises(httpx.HTTPStatusError):
        adam.http.get("/nowhere", headers={"Origin": f"https://{TOKEN}"}).raise_for_status()
    adam.http.post("/logout")
    adam.http.get(f"/login?return_to=/rooms?token={TOKEN}")
    server.close()
    assert [secret for secret in secrets if secret in server.log] == []
    assert "\x1b" not in server.log
    assert all(re.match(r"\d{4}-\d\d-\d\d |    ", line) for line in server.log.splitlines())


@pytest.mark.drill
def test_all_that_the_program_writes_is_json_where_that_is_asked_for(logged, visit):
    server = logged("--log-format", "json", "--log-level", "debug", "--trusted-proxies", "10.0.0.1")
    visit(server).http.get("/", headers={"X-Forwarded-For": "10.1.1.1"})
    server.close()
    told = [json.loads(line) for line in server.log.splitlines()]
    assert any("not one of --trusted-proxies" in one["message"] for one in told)


async def test_who_leaves_before_the_page_is_ready_leaves_one_line():
    async def gone(scope, receive, send):
        """Send nothing, as a response does whose reader has gone."""

    async def around(request, call_next):
        return await call_next(request)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(RuntimeError) as raised:
        await BaseHTTPMiddleware(gone, around)(scope, None, None)
    error = (RuntimeError, raised.value, raised.value.__traceback__)
    record = logging.LogRecord("nicegui", logging.ERROR, __file__, 1, raised.value, (), error)
    assert shorten_disconnect(record)
    assert (
        RedactingFormatter(FORMAT)
        .format(record)
        .endswith(" INFO nicegui: a client disconnected before its page was ready")
    )


def test_other_errors_keep_their_traceback():
    error = RuntimeError("Something else.")
    record = logging.LogRecord("nicegui", logging.ERROR, __file__, 1, error, (), (RuntimeError, error, None))
    assert shorten_disconnect(record)
    assert (record.levelname, record.exc_info[1]) == ("ERROR", error)
    assert NO_RESPONSE not in RedactingFormatter(FORMAT).format(record)


def test_a_database_that_does_not_answer_is_one_line_with_its_reason():
    error = Unavailable()
    error.__cause__ = OSError("connection refused\nIs the server running?")
    record = logging.LogRecord("nicegui", logging.ERROR, __file__, 1, error, (), (Unavailable, error, None))
    assert shorten_unavailable(record)
    line = RedactingFormatter(FORMAT).format(record)
    assert line.partition("WARNING ")[2] == (
        r"nicegui: the database does not answer: connection refused\nIs the server running?"
    )


def test_addresses_that_are_asked_are_not_logged(monkeypatch):
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    logger = logging.getLogger("httpx")
    for name in ("chat", "httpx"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
    install("debug")
    logger.manager._clear_cache()
    assert not logger.isEnabledFor(logging.INFO)
