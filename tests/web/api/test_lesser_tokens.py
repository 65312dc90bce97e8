"""What tokens may do and are told that are good for less, whatever they ask: those that only write, those that end."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from chat import accounts, messages, programs, rooms
from chat.accounts.items import Caller, UserItem
from chat.errors import Forbidden
from chat.rooms.items import RoomItem
from chat.web.mcp.tools import TOOLS, use
from chat.web.server.throttle import Throttle
from models import ApiToken, IncomingHook, Membership, OutgoingHook, Room, User, now_ms
from tests.web.api.conftest import Program

SECRET = "unheard"
"""Stands in everything that is there before, and that a token may not read."""

Described = dict[str, Any]


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(*_: object) -> None:
        """Admit everybody."""

    monkeypatch.setattr(Throttle, "acquire", at_once)


@pytest.fixture
async def there(ada: UserItem, ben: UserItem, room: RoomItem) -> dict[str, list[object]]:
    """What there is, by the names that addresses have for it."""
    for person in (ada, ben):
        await accounts.change_profile(person, SECRET, None, f"{person.name} {SECRET}")
        await accounts.set_status(person, "🌴", SECRET)
    Membership.update(role="manager").execute()
    await rooms.rename_room(ada, room.id, f"{SECRET} kitchen", f"for the {SECRET}")
    said = await messages.send_message(ben, room.id, f"{SECRET} by Ben")
    own = await messages.send_message(ada, room.id, f"{SECRET} by Ada", reply_to=said.id)
    thread = await messages.open_thread(ben, own.id)
    await messages.send_message(ben, thread.id, f"{SECRET} below")
    live, _ = await messages.send_live(ben, room.id, "counter", {"text": SECRET})
    running, _ = await messages.start_message(ada, room.id, SECRET[:5])  # as many as an example goes on after
    bot = await accounts.create_bot(ada, f"{SECRET} robot")
    await rooms.add_member(ada, room.id, bot.id)
    hook, _ = await programs.create_hook(ada, room.id, f"{SECRET} hook")
    await programs.create_outgoing_hook(ada, room.id, bot.id, "https://example.com/", "mentions")
    await rooms.open_direct_once(ada, [ben.id])
    return {
        "room_id": [room.id],
        "message_id": [said.id, own.id, live.id, running.id],
        "person_id": [ben.id, bot.id],
        "hook_id": [hook.id],
        "token_id": [10**6],
        "file_id": [1],
        "emoji": ["🎉"],
        "action": ["count"],
    }


def operations(document: Described) -> Iterator[tuple[str, str, Described]]:
    """All of them; those that take something away are last, so that there is something to work on."""
    found = [(method, path, one) for path, of_path in document["paths"].items() for method, one in of_path.items()]
    yield from sorted(found, key=lambda one: (one[0] == "delete", one[0] == "patch"))


def addresses(path: str, there: dict[str, list[object]]) -> Iterator[str]:
    names = [name for name in there if f"{{{name}}}" in path]
    for values in itertools.product(*(there[name] for name in names)):
        yield path.format(**dict(zip(names, values, strict=True)))


def bodies(document: Described, operation: Described) -> Iterator[dict[str, Any]]:
    """What may be sent: as little as possible, and what the description has as examples; or a file."""
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        yield {"files": {"file": ("a.txt", b"a text")}}
    elif "application/json" in content:
        schema = content["application/json"]["schema"]
        name = next(one["$ref"] for one in schema.get("anyOf", [schema]) if "$ref" in one).rpartition("/")[2]
        fields = document["components"]["schemas"][name]
        examples = {field: one["examples"][0] for field, one in fields["properties"].items()}
        yield {"json": examples}
        if fields.get("required", ()) != list(examples):
            yield {"json": {field: examples[field] for field in fields.get("required", ())}}
    else:
        yield {}


def answers_something(operation: Described) -> bool:
    return any(status[0] == "2" and "content" in one for status, one in operation["responses"].items())


async def test_whatever_it_does_it_is_told_nothing_that_others_wrote(
    adas: Program, made_api: FastAPI, there: dict[str, list[object]]
) -> None:
    ApiToken.update(scopes="write").execute()
    document, silent = made_api.openapi(), set()
    for method, path, operation in operations(document):
        statuses, asked = set(), itertools.product(addresses(path, there), bodies(document, operation))
        for address, body in itertools.islice(asked, 1 if method == "get" else None):
            answer = await adas.request(method, address.removeprefix("/v1"), **body)
            statuses.add(answer.status_code)
            assert SECRET not in answer.text.lower(), f"{method} {address} {body}: {answer.text}"
        if method == "get":
            assert statuses == {403}, path
        elif answers_something(operation) and not any(status < 300 for status in statuses):
            silent.add((method, path, *statuses))
    assert not silent, "what these answer was not seen"


def lasting(ada: UserItem) -> set[tuple[object, ...]]:
    """What lets programs act, and others than Ada see a closed room or manage one."""
    present = Membership.select(Membership.user, Membership.room, Membership.role).where(Membership.left_at.is_null())
    others = present.join(Room).where(Room.kind.in_(("open", "closed")), Membership.user != ada.id)
    kept = {("in", *row) for row in others.where((Room.kind == "closed") | (Membership.role == "manager")).tuples()}
    tables = (ApiToken.token_hash, IncomingHook.token_hash, OutgoingHook.secret)
    kept |= {(str(column), *row) for column in tables for row in column.model.select(column).tuples()}
    bots = User.select(User.id).where(User.role == "bot", User.deactivated_at.is_null()).tuples()
    return kept | {("bot", *row) for row in bots}


async def test_nothing_that_lasts_is_made_by_a_token_that_ends(
    adas: Program, made_api: FastAPI, ada: UserItem, there: dict[str, list[object]], new_user: Callable[[str], UserItem]
) -> None:
    await rooms.change_room_kind(ada, there["room_id"][0], "closed")
    there["person_id"].append(new_user("Cleo").id)
    Membership.update(role="member").where(Membership.user != ada.id).execute()
    retired = await accounts.create_bot(ada, "Retired")
    await accounts.deactivate_bot(ada, retired.id)
    there["person_id"].append(retired.id)
    ApiToken.update(expires_at=now_ms() + 86_400_000).execute()
    document, before = made_api.openapi(), lasting(ada)
    changing = [one for one in operations(document) if one[0] in ("post", "put", "patch")]
    refused = set()
    for method, path, operation in changing:
        for address, body in itertools.product(addresses(path, there), bodies(document, operation)):
            answer = await adas.request(method, address.removeprefix("/v1"), **body)
            refused |= {(method, path)} if "outlast" in answer.text else set()
            assert not lasting(ada) - before, f"{method} {address} {body}"
    assert len(refused) > 6


async def test_of_its_own_message_it_is_told_what_it_needs_to_go_on(adas: Program, room: RoomItem) -> None:
    ApiToken.update(scopes="write").execute()
    said = (await adas.post(f"/rooms/{room.id}/messages", json={"body": "hello", "client_id": "build-4711"})).json()
    assert list(said) == ["id", "room_id", "client_id", "created_at", "edited_at", "revision"]
    edited = (await adas.patch(f"/messages/{said['id']}", json={"body": "hello!", "base": said["edited_at"]})).json()
    again = await adas.patch(f"/messages/{said['id']}", json={"body": "hello?", "base": edited["edited_at"]})
    assert again.status_code == 200


async def test_no_tool_tells_it_anything(ada: UserItem, there: dict[str, list[object]]) -> None:
    caller = Caller(ada.id, ada.name, None, scopes=("write",))
    given = {"text": "hello", "emoji": "🎉", "on": False, "q": SECRET}
    given |= {name: there[f"{name}_id"][0] for name in ("room", "message")}
    for name, tool in TOOLS.items():
        arguments = {field: value for field, value in given.items() if field in tool.takes.model_fields}
        if tool.reads_only:
            with pytest.raises(Forbidden):
                await use(name, arguments, caller)
        else:
            assert set(await use(name, arguments, caller)) <= {"room", "message"}
