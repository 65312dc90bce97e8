"""What docs/api.md and the API's own page say of it, against what it does."""

import re
import shlex
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from chat.accounts import hash_token
from chat.accounts.items import UserItem
from chat.rooms.items import RoomItem
from chat.web import api
from chat.web.api import auth
from chat.web.api.errors import KINDS
from chat.web.server.throttle import Throttle
from models import ApiToken, Bot, Membership, Message, Room, RunningText, User

DOCUMENT = (Path(__file__).parents[3] / "docs/api.md").read_text()
ADDRESS = "http://127.0.0.1:8080"

NAMES = {
    "room": "rooms/{room_id}",
    "message": "messages/{message_id}",
    "member": "members/{person_id}",
    "file": "files/{file_id}",
    "hook": "hooks/{hook_id}",
    "people/": "people/{person_id}",
    "blocked/": "blocked/{person_id}",
    "bot": "bots/{person_id}",
    "saved/": "saved/{message_id}",
    "token": "tokens/{token_id}",
    "direct/": "direct/{room_id}",
}

GONE = {f"POST /messages/1/{name}" for name in ("actions/count", "append", "finish")} | {"PATCH /messages/1/files/1"}
"""Examples about a message that those before them have deleted."""

FILE = "a file"
"""Stands for the body of a request that uploads one."""

UNNAMED = {
    "NewMessage",
    "ChangedRoom",
    "EditedMessage",
    "NewReply",
    "NewRoom",
    "NewDirect",
    "ReadMark",
    "NewHook",
    "Press",
    "Problem",
    "ProblemDetail",
}
UNNAMED |= {"Words", "Finishing", "ChangedMe", "NewStatus", "NewPause", "Week", "ChangedNotifications", "OwnLevel"}
UNNAMED |= {"UnreadMark", "NewRole", "NewReminder", "FileDescription", "NewOutgoingHook", "NewBot", "ChangedBot"}
"""Objects that the page shows without their names."""

Example = tuple[str, str, str | None]
"""A request: method, address, body."""


def examples(text: str) -> list[Example]:
    """Find the curl commands in a text."""
    commands = re.findall(r"^curl .*$", text.replace("\\\n", ""), re.MULTILINE)
    return [example(shlex.split(command)) for command in commands]


def example(words: list[str]) -> Example:
    assert "Authorization: Bearer $TOKEN" in words
    body = words[words.index("-d") + 1] if "-d" in words else None
    assert (body is None) or "Content-Type: application/json" in words
    return words[words.index("-X") + 1] if "-X" in words else "GET", words[-1], FILE if "-F" in words else body


@pytest.fixture
async def program(
    made_api: FastAPI, ada: UserItem, ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """A program that speaks for Ada, in a place with as much talk as the examples take for granted."""
    monkeypatch.setattr(auth, "API", Throttle("examples", rate=1e6, burst=1_000_000))
    ApiToken.create(token_hash=hash_token("token"), user=ada.id, name="a program")
    User.update(role="administrator").where(User.id == ada.id).execute()
    for number in range(1, 101):
        Message.create(room=room.id, author=ada.id, body="hi", revision=number, created_revision=number)
    counter = {"kind": "counter", "state": '{"title": "Green builds", "value": 0}'}
    Message.update(**counter).where(Message.id == 99).execute()
    Room.update(revision=100).execute()
    Message.update(body="").where(Message.id == 90).execute()
    RunningText.create(message=90, text="Hello")
    bot = User.create(name="Robot", email="robot", password_hash="-", role="bot")
    Bot.create(user=bot, owner=ada.id)
    Membership.create(room=room.id, user=bot)
    app = FastAPI(openapi_url=None)
    app.mount(api.URL, made_api)
    headers = {"Authorization": "Bearer token", "Content-Type": "application/json"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS, headers=headers) as program:
        yield program


async def refused(program: httpx.AsyncClient, wanted: list[Example]) -> dict[str, int]:
    """Do all of it, and tell what was refused."""
    done = {}
    for method, address, body in wanted:
        done[f"{method} {address}"] = (await program.request(method, address, **sent(body))).status_code
    return {name.replace(f"{ADDRESS}/api/v1", ""): status for name, status in done.items() if status >= 300}


def sent(body: str | None) -> dict[str, Any]:
    if body != FILE:
        return {"content": body and body.encode()}
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="report.pdf"\r\n\r\nhello\r\n--x--\r\n'
    return {"content": form, "headers": {"Content-Type": "multipart/form-data; boundary=x"}}


async def operations(program: httpx.AsyncClient) -> set[tuple[str, str]]:
    document = (await program.get("/api/openapi.json")).json()
    return {(method.upper(), "/api" + path) for path, methods in document["paths"].items() for method in methods}


def asked(wanted: list[Example]) -> set[tuple[str, str]]:
    """Tell which operations are shown."""
    paths = [(method, address.removeprefix(ADDRESS).partition("?")[0]) for method, address, _ in wanted]
    paths = [(method, path.replace("/actions/count", "/actions/{action}")) for method, path in paths]
    return {
        (
            method,
            re.sub(
                r"((?:room|message|member|file|hook|bot|token)(?=s/)|people/|blocked/|saved/|direct/)s?/?\d+",
                lambda found: NAMES[found[1]],
                path.replace("🎉", "{emoji}"),
            ),
        )
        for method, path in paths
    }


async def test_the_documents_examples_work_and_show_every_operation(program: httpx.AsyncClient) -> None:
    wanted = examples(DOCUMENT)
    assert await refused(program, wanted) == {}
    assert asked(wanted) == await operations(program)


def test_the_document_lists_every_code() -> None:
    listed = re.findall(r"^\| (\d+) \| `(\w+)` \|", DOCUMENT, re.MULTILINE)
    assert listed == [(str(kind.status), kind.code()) for kind in KINDS]


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html).replace("&#34;", '"').replace("&#39;", "'")


async def test_the_page_shows_every_operation_with_an_example_that_works(program: httpx.AsyncClient) -> None:
    response = await program.get("/api/docs", headers={"Authorization": ""})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    wanted = examples(text_of(re.sub(r"<pre[^>]*>", "\n", response.text)))
    assert asked(wanted) == await operations(program)
    assert await refused(program, wanted) == {
        "PUT /blocked/1": 422,  # that is oneself
        "DELETE /direct/1": 422,  # a room with a name
        "PATCH /bots/1": 404,  # a person
        **dict.fromkeys(GONE, 404),
    }


async def test_the_page_names_all_that_is_sent_answered_and_refused(program: httpx.AsyncClient) -> None:
    page = text_of((await program.get("/api/docs")).text)
    document: dict[str, Any] = (await program.get("/api/openapi.json")).json()
    for name, schema in document["components"]["schemas"].items():
        assert name in page or name in UNNAMED
        for field in schema["properties"]:
            assert field in page
    for kind in KINDS:
        assert kind.code() in page


async def test_the_page_needs_no_script_no_style_of_its_own_and_nothing_from_elsewhere(
    program: httpx.AsyncClient,
) -> None:
    html = (await program.get("/api/docs")).text
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", html)
    assert set(re.findall(r'(?:src|href)="([^"]+)"', html)) & {"/api/openapi.json", "/settings"}
    assert not re.findall(r'(?:src|href)="(?:https?:|//)', html)


async def test_the_page_escapes_what_an_address_says(program: httpx.AsyncClient) -> None:
    html = (await program.get("/api/docs", headers={"Host": "x<b>'y"})).text
    assert "<b>'" not in html


async def test_everything_is_described_in_a_sentence(program: httpx.AsyncClient) -> None:
    document: dict[str, Any] = (await program.get("/api/openapi.json")).json()
    for schema in document["components"]["schemas"].values():
        for described in (schema, *schema["properties"].values()):
            assert described["description"].endswith(".")
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["description"].endswith(".")
            assert {answer["description"][-1] for answer in operation["responses"].values()} == {"."}
