"""Words come to two processes in turn, of which one is killed; and the example of an assistant answers."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from chat.accounts import hash_token
from chat.storage.database import database
from models import ApiToken, Message, Room, User, db
from tests.app_process import ROOT, environment
from tests.browser.conftest import Server
from tests.services import redis

pytestmark = pytest.mark.drill

PAUSE = 0.5
"""Seconds between two looks whether there is an answer."""


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    """Ends whatever a test has begun."""
    with ExitStack() as stack:
        yield stack


def start(ends: ExitStack, folder: Path, *options: str, script: str = "main.py") -> Server:
    server = Server(folder, None, script, options)
    ends.callback(server.ends)
    ends.callback(server.process.kill)
    return server


def use(ends: ExitStack, url: str) -> None:
    """Have the servers' database open here, too."""
    database.open(url)
    ends.callback(db.close)
    ends.callback(database.close)


def program_of(ends: ExitStack, person: User, server: Server, *, is_new: bool = True) -> httpx.Client:
    token = f"token-of-{person.id}"
    if is_new:
        ApiToken.create(token_hash=hash_token(token), user=person, name="a program")
    headers = {"Authorization": f"Bearer {token}"}
    return ends.enter_context(httpx.Client(base_url=f"{server.url}/api/v1", headers=headers, timeout=60))


def test_two_processes_are_given_words_in_turn_and_one_is_killed(
    empty_postgres: str, tmp_path: Path, ends: ExitStack
) -> None:
    if redis.BINARY is None:
        pytest.skip("redis-server is not installed")
    shared = ("--database", empty_postgres, "--redis", ends.enter_context(redis.running()).url)
    one, two = [start(ends, tmp_path, *shared, script="tests/drills/remembering.py") for _ in range(2)]
    use(ends, empty_postgres)
    ended_elsewhere(ends, one, two)
    person, room = User.select().order_by(User.id).first(), Room.select().order_by(Room.id).first().id
    here, there = program_of(ends, person, one), program_of(ends, person, two, is_new=False)
    message = here.post(f"/rooms/{room}/messages", json={"streaming": True}).raise_for_status().json()["id"]
    text, offset = " ".join(f"word-{number}" for number in range(40)), 0
    for number, end in enumerate(range(7, len(text) + 7, 7)):
        if number == 20:
            one.process.kill()
            here = there
        while offset < min(end, len(text)):
            piece = {"text": text[offset:end], "offset": offset}
            added = (here if number % 2 else there).post(f"/messages/{message}/append", json=piece)
            known = added.json()["error"] if added.status_code == 409 else added.raise_for_status().json()
            offset = known["length"]
    done = there.post(f"/messages/{message}/finish", json={"offset": offset}).raise_for_status().json()
    assert done["body"] == text


def ended_elsewhere(ends: ExitStack, one: Server, two: Server) -> None:
    """Add to a message at one process with a token that is revoked at the other one meanwhile."""
    person, room = User.select().order_by(User.id.desc()).first(), Room.select().order_by(Room.id).first().id
    there, here = program_of(ends, person, two), program_of(ends, person, one, is_new=False)
    message = there.post(f"/rooms/{room}/messages", json={"streaming": True}).raise_for_status().json()["id"]

    def lines() -> Iterator[bytes]:
        yield b'{"text": "said"}\n'
        with httpx.Client(base_url=there.base_url, headers=there.headers) as reader:
            while "said" not in [said["body"] for said in reader.get(f"/rooms/{room}/messages").json()["messages"]]:
                time.sleep(PAUSE)
            here.delete(f"/tokens/{ApiToken.get(ApiToken.user == person).id}").raise_for_status()
            while reader.get("/me").status_code != 401:
                time.sleep(PAUSE)
        yield b'{"text": " and never"}\n'

    kind = {"Content-Type": "application/x-ndjson"}
    assert there.post(f"/messages/{message}/append", content=lines(), headers=kind).status_code == 401
    while not (ended := Message.get_by_id(message)).is_interrupted:
        time.sleep(PAUSE)
    assert ended.body == "said"


def test_the_example_of_an_assistant_answers_whoever_mentions_it(tmp_path: Path, ends: ExitStack) -> None:
    server = start(ends, tmp_path)
    use(ends, f"sqlite:///{tmp_path}/streamchat.db")
    asking, answering = User.select().order_by(User.id).limit(2)
    asker, path = program_of(ends, asking, server), f"/rooms/{Room.select().order_by(Room.id).first().id}/messages"
    program_of(ends, answering, server)
    command = [sys.executable, "-m", "examples.assistant", server.url]
    assistant = subprocess.Popen(command, cwd=ROOT, env=environment(TOKEN=f"token-of-{answering.id}"))
    ends.callback(assistant.wait)
    ends.callback(assistant.kill)
    asked: list[int] = []
    while not (answers := answers_to(asked, asker, path)):  # it may not listen yet
        question = {"body": f"@{answering.name} how is the weather?"}
        asked.append(asker.post(path, json=question).raise_for_status().json()["id"])
        time.sleep(PAUSE)
    assert answers[0] == "I am **a demo**, and know nothing of the weather. But I can *say so* word by word."


def answers_to(asked: list[int], program: httpx.Client, path: str) -> list[str]:
    """Return what was said in answer to these messages, as far as it is finished."""
    said: list[dict[str, Any]] = program.get(path).raise_for_status().json()["messages"]
    return [one["body"] for one in said if one["reply_to"] in asked and not one["streaming"]]
