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
from chat.web.api.errors import KINDS
from models import ApiToken, Message, Room, RunningText, User

DOCUMENT = (Path(__file__).parents[3] / "docs/api.md").read_text()
ADDRESS = "http://127.0.0.1:8080"

NAMES = {
    "room": "rooms/{room_id}",
    "message": "messages/{message_id}",
    "member": "members/{person_id}",
    "file": "files/{file_id}",
    "hook": "hooks/{hook_id}",
}

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
UNNAMED |= {"Words", "Finishing"}
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
async def program(ada: UserItem, ben: UserItem, room: RoomItem) -> AsyncIterator[httpx.AsyncClient]:
    """A program that speaks for Ada, in a place with as much talk as the examples take for granted."""
    ApiToken.create(token_hash=hash_token("token"), user=ada.id, name="a program")
    User.update(role="administrator").where(User.id == ada.id).execute()
    for number in range(1, 101):
        Message.create(room=room.id, author=ada.id, body="hi", revision=number, created_revision=number)
    counter = {"kind": "counter", "state": '{"title": "Green builds", "value": 0}'}
    Message.update(**counter).where(Message.id == 99).execute()
    Room.update(revision=100).execute()
    Message.update(body="").where(Message.id == 90).execute()
    RunningText.create(message=90, text="Hello")
    app = FastAPI(openapi_url=None)
    app.mount(api.URL, api.create())
    headers = {"Authorization": "Bearer token", "Content-Type": "application/json"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS, headers=headers) as program:
        yield program


async def run(program: httpx.AsyncClient, wanted: list[Example]) -> list[int]:
    return [(await program.request(method, address, **sent(body))).status_code for method, address, body in wanted]


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
                r"(room|message|member|file|hook)s/\d+", lambda found: NAMES[found[1]], path.replace("🎉", "{emoji}")
            ),
        )
        for method, path in paths
    }


async def test_the_documents_examples_work_and_show_every_operation(program: httpx.AsyncClient) -> None:
    wanted = examples(DOCUMENT)
    messages, rooms = [*[200] * 6, 201, 200, 204], [201, 200, 204, 200, 204, 204, 200, 201]
    files, threads, edit = [201, 201, 200, 200], [200, 201], [200]
    reactions, pins, hooks, searching, listening = [200, 200], [200, 200, 200], [201, 200, 204], [200], [200]
    live = [201, 200]
    in_rooms = [*messages, *rooms, *files, *threads, *reactions, *pins, *hooks, *live, *searching]
    words = [201, 200, 200]
    assert await run(program, wanted) == [*in_rooms, *words, *edit, *listening]
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
    gone = [404] * 3  # nothing can be added to message 1, which the examples have deleted
    assert sorted(await run(program, wanted)) == [200] * 18 + [201] * 6 + [204] * 5 + gone


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
