"""Assistants take part by the Model Context Protocol, as its own client speaks it."""

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from starlette.applications import Starlette

from chat import messages, rooms, search
from chat.accounts import hash_token
from chat.accounts.items import UserItem
from chat.config import BadSettingError
from chat.rooms.items import RoomItem
from chat.web import mcp
from chat.web.mcp import answers
from chat.web.mcp.endpoint import route
from chat.web.mcp.tools import TOOLS
from chat.web.server import programs
from models import ApiToken, Message

SITE = "http://chat.test"
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
ACCEPT = "application/json, text/event-stream"


def http(token: str = "adas") -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx2.ASGITransport(app=Starlette(routes=[route("/mcp")]))
    return httpx2.AsyncClient(transport=transport, base_url=SITE, headers=headers)


@asynccontextmanager
async def connected(token: str = "adas", mode: str = "auto") -> AsyncIterator[Client]:
    async with http(token) as browser:
        transport = streamable_http_client(f"{SITE}/mcp", http_client=browser)
        async with Client(transport, mode=mode) as client:
            yield client


@pytest.fixture(autouse=True)
def adas_token(ada: UserItem) -> None:
    ApiToken.create(token_hash=hash_token("adas"), user=ada.id, name="an assistant")


async def used(client: Client, name: str, **arguments: Any) -> Any:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    return json.loads(result.content[0].text)


async def refused(client: Client, name: str, **arguments: Any) -> str:
    result = await client.call_tool(name, arguments)
    assert result.is_error
    return str(result.content[0].text)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_an_assistant_reads_answers_and_reacts(mode: str, ben: UserItem, room: RoomItem) -> None:
    first = await messages.send_message(ben, room.id, "Is the *soup* ready?")
    async with connected(mode=mode) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert sorted(tools) == ["list_rooms", "post_message", "react", "read_messages", "search_messages"]
        assert all(tool.description and tool.input_schema["type"] == "object" for tool in tools.values())
        assert tools["read_messages"].annotations.read_only_hint
        assert not tools["post_message"].annotations.read_only_hint

        [kitchen] = (await used(client, "list_rooms"))["rooms"]
        assert kitchen == {"room": room.id, "name": "kitchen", "kind": "open", "unread": 1}
        read = await used(client, "read_messages", room=room.id)
        [question] = read["messages"]
        assert (question["author"], question["text"]) == ("Ben", "Is the *soup* ready?")
        assert question["message"] == first.id

        answer = await used(client, "post_message", room=room.id, text="In a minute", reply_to=first.id)
        assert (answer["author"], answer["reply_to"]) == ("Ada", first.id)
        reply = await used(client, "post_message", room=room.id, text="It has leeks", thread_of=first.id)
        assert (await used(client, "react", message=first.id, emoji="👍"))["reactions"] == {"👍": ["Ada"]}
        seen = (await used(client, "read_messages", room=room.id, before=answer["message"], limit=1))["messages"]
        assert seen[0]["thread"] == {"room": reply["room"], "replies": 1}
        assert (await used(client, "react", message=first.id, emoji="👍", on=False)).get("reactions") is None
        below = await used(client, "read_messages", room=reply["room"])
        assert [one["text"] for one in below["messages"]] == ["It has leeks"]
        await search.index_messages()
        found = await used(client, "search_messages", q="leeks")
        assert [(one["message"], one["room_name"]) for one in found["messages"]] == [(reply["message"], "kitchen")]


async def test_a_call_that_is_repeated_posts_once(room: RoomItem) -> None:
    async with connected() as client:
        for _ in range(2):
            said = await used(client, "post_message", room=room.id, text="Done", client_id="build-4711")
        assert said["text"] == "Done"
        assert "client_id" in await refused(client, "post_message", room=room.id, text="Done", client_id="x")
    assert Message.select().count() == 1


async def test_what_cannot_be_is_said_in_words(ben: UserItem, room: RoomItem, new_room: Callable) -> None:
    attic, den = new_room("attic"), await rooms.create_room(ben, "den", kind="closed")
    first = await messages.send_message(ben, room.id, "here")
    async with connected() as client:
        assert "not found" in (await refused(client, "read_messages", room=den.id)).lower()
        assert await refused(client, "read_messages") == "The parameter “room” is missing."
        assert "“loud” is unknown" in await refused(client, "post_message", room=room.id, text="hi", loud=True)
        assert "4,000" in await refused(client, "post_message", room=room.id, text="x" * 4001)
        assert "another room" in await refused(client, "post_message", room=attic.id, text="hi", thread_of=first.id)
        assert "not both" in await refused(
            client, "post_message", room=room.id, text="hi", thread_of=first.id, reply_to=first.id
        )
        assert await refused(client, "react", message=first.id, emoji="soup")
        assert "There is no such tool" in await refused(client, "drop_tables")
    assert Message.select().count() == 1


async def test_a_token_is_good_for_what_it_is_in_the_api(ben: UserItem, room: RoomItem, new_room: Callable) -> None:
    attic = new_room("attic")
    up_there = await messages.send_message(ben, attic.id, "up here")
    ApiToken.update(scopes="read", room_id=room.id).execute()
    async with connected() as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == [
            "list_rooms",
            "read_messages",
            "search_messages",
        ]
        assert [one["room"] for one in (await used(client, "list_rooms"))["rooms"]] == [room.id]
        assert await refused(client, "post_message", room=room.id, text="hi") == (
            "This token may only read: this needs one that may write."
        )
        assert await refused(client, "read_messages", room=attic.id)
    ApiToken.update(scopes="read write").execute()
    async with connected() as client:
        assert await refused(client, "react", message=up_there.id, emoji="👍")
        assert await refused(client, "post_message", room=attic.id, text="hi")
        await used(client, "post_message", room=room.id, text="hi")


async def test_who_asks_without_a_token_is_told_so(room: RoomItem) -> None:
    for token in ("", "somebody-elses"):
        async with http(token) as program:
            answer = await program.post("/mcp", json=PING)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.json()["error"]["message"].startswith("A valid API token is required")


async def test_who_asks_too_often_is_told_when_to_come_back(room: RoomItem) -> None:
    async def hurry(client: Client) -> None:
        for _ in range(60):
            await client.call_tool("list_rooms", {})

    async with connected() as client:
        with pytest.raises(MCPError, match="Try again in"):
            await hurry(client)
    async with http() as program:
        answer = await program.post("/mcp", json=PING)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")


async def test_requests_that_are_none(room: RoomItem) -> None:
    async with http() as program:
        for method in ("GET", "DELETE", "PUT", "OPTIONS"):
            assert (await program.request(method, "/mcp", headers={"accept": ACCEPT})).status_code == 405
        headers = {"accept": ACCEPT, "content-type": "application/json"}
        for origin, status in (("https://elsewhere.test", 403), ("null", 403), (SITE, 200)):
            assert (await program.post("/mcp", json=PING, headers={**headers, "origin": origin})).status_code == status
        too_long = await program.post("/mcp", content=b'"' + b"x" * 70_000 + b'"', headers=headers)
        assert too_long.status_code == 413
        assert too_long.json()["error"]["message"].startswith("The body is too large")
        for body in (b"", b"{", b"[]", b"[" * 9999, b'{"jsonrpc": "2.0", "id": 1}', b"1" * 9999, b'"\\ud800"'):
            for version in ({}, {"mcp-protocol-version": "2026-07-28"}, {"mcp-protocol-version": "nonsense"}):
                assert (await program.post("/mcp", content=body, headers=headers | version)).status_code == 400
        assert (await program.post("/mcp", content=b"{}", headers={"content-type": "text/plain"})).status_code == 415


async def test_there_is_nothing_to_listen_to(room: RoomItem) -> None:
    version, meta = "2026-07-28", "io.modelcontextprotocol"
    about = {f"{meta}/protocolVersion": version, f"{meta}/clientCapabilities": {}}
    listen = {**PING, "method": "subscriptions/listen", "params": {"_meta": about, "notifications": {}}}
    headers = {"accept": ACCEPT, "mcp-protocol-version": version, "mcp-method": listen["method"]}
    async with http() as program:
        answer = await program.post("/mcp", json=listen, headers=headers)
    assert (answer.status_code, answer.json()["error"]["message"]) == (404, "Method not found")


async def test_a_tool_that_fails_says_so_and_no_more(
    room: RoomItem, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(answers, "room", Mock(side_effect=RuntimeError("secret")))
    async with connected() as client:
        assert await refused(client, "list_rooms") == "Something went wrong on the server."
    assert "a tool has failed" in caplog.text


def test_without_the_library_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    mcp.check(is_on=True)
    monkeypatch.setattr(mcp, "find_spec", lambda _name: None)
    mcp.check(is_on=False)
    with pytest.raises(BadSettingError, match=r"--mcp: .* pip install -r requirements-mcp.txt"):
        mcp.check(is_on=True)


async def test_a_slash_too_many_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_apps", {})
    monkeypatch.setattr(mcp, "app", Starlette())
    mcp.register(is_on=True)
    asked = programs.ProgramsMiddleware(Starlette())
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=asked), base_url=SITE) as program:
        for path, status in (("/mcp", 401), ("/mcp/", 401), ("/mcp/x", 404)):
            assert (await program.post(path, json=PING, headers={"accept": ACCEPT})).status_code == status


def test_its_page_tells_all_tools_and_has_a_configuration_that_is_json() -> None:
    page = (Path(__file__).parents[2] / "docs/mcp.md").read_text()
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(TOOLS)
    [configured] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert json.loads(configured)["mcpServers"]["streamchat"]["url"].endswith(mcp.PATH)
