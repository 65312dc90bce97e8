"""What a token is good for: reading, writing, one room."""

from collections.abc import Callable

import pytest
from fastapi.routing import APIRoute

from chat import accounts, messages, rooms
from chat.accounts.items import UserItem
from chat.rooms.items import RoomItem
from chat.web import api
from chat.web.api.auth import FOR_ALL, OF_ROOMS
from chat.web.server.limits import API
from models import ApiToken, now_ms
from tests.web.api.conftest import Program, problem

Limited = Callable[..., Program]


@pytest.fixture
def kitchen(new_room: Callable[[str], RoomItem]) -> RoomItem:
    return new_room("kitchen")


@pytest.fixture
def attic(new_room: Callable[[str], RoomItem]) -> RoomItem:
    return new_room("attic")


@pytest.fixture
def limited(adas: Program) -> Limited:
    """Have Ada's program have a token that is good for less."""

    def given(**columns: object) -> Program:
        ApiToken.update(columns).execute()
        return adas

    return given


async def test_a_token_for_reading_writes_nothing_and_one_for_writing_reads_nothing(
    limited: Limited, kitchen: RoomItem
) -> None:
    path = f"/rooms/{kitchen.id}/messages"
    program = limited(scopes="read")
    assert (await program.get(path)).status_code == 200
    refused = await program.post(path, json={"body": "hello"})
    assert problem(refused) == (403, "forbidden")
    assert refused.json()["error"]["message"] == "This token may only read: this needs one that may write."
    program = limited(scopes="write")
    assert (await program.post(path, json={"body": "hello"})).status_code == 201
    assert problem(await program.get(path)) == (403, "forbidden")
    assert problem(await program.get("/me")) == (403, "forbidden")


async def test_to_a_token_for_one_room_there_is_no_other(
    limited: Limited, ada: UserItem, kitchen: RoomItem, attic: RoomItem
) -> None:
    here, there = [await messages.send_message(ada, room.id, "a *cellar* door") for room in (kitchen, attic)]
    thread = await messages.open_thread(ada, here.id)
    await messages.send_message(ada, thread.id, "a reply in the cellar")
    elsewhere = await messages.open_thread(ada, there.id)
    program = limited(room_id=kitchen.id)
    for path in (f"/rooms/{kitchen.id}/messages", f"/rooms/{thread.id}/messages", f"/messages/{here.id}/thread", "/me"):
        assert (await program.get(path)).status_code == 200, path
    for path in (f"/rooms/{attic.id}/messages", f"/rooms/{elsewhere.id}/messages", f"/messages/{there.id}/thread"):
        assert problem(await program.get(path)) == (404, "not_found"), path
    assert (await program.post(f"/rooms/{kitchen.id}/messages", json={"body": "hello"})).status_code == 201
    for path in (f"/rooms/{attic.id}/messages", f"/messages/{there.id}/thread"):
        assert problem(await program.post(path, json={"body": "hello"})) == (404, "not_found")
    assert problem(await program.patch(f"/messages/{there.id}", json={"body": "?"})) == (404, "not_found")
    assert problem(await program.delete(f"/messages/{there.id}")) == (404, "not_found")
    assert problem(await program.put(f"/messages/{there.id}/pin")) == (404, "not_found")
    assert [room["id"] for room in (await program.get("/rooms")).json()["rooms"]] == [kitchen.id]
    found = (await program.get("/search", params={"q": "cellar"})).json()["messages"]
    assert {one["room"]["id"] for one in found} == {kitchen.id}
    assert len(found) == 2
    assert problem(await program.get("/search", params={"q": "cellar", "room": attic.id})) == (404, "not_found")


async def test_what_is_not_of_a_room_it_cannot_do(limited: Limited, kitchen: RoomItem, ben: UserItem) -> None:
    program = limited(room_id=kitchen.id)
    for refused in (
        await program.post("/rooms", json={"name": "garden"}),
        await program.post("/direct", json={"people": [ben.id]}),
        await program.get("/people"),
    ):
        assert problem(refused) == (403, "forbidden")
        assert refused.json()["error"]["message"] == "This token is for one room alone."


@pytest.mark.parametrize("is_for_one_room", [True, False])
async def test_it_makes_nothing_that_would_outlast_it(
    limited: Limited, ada: UserItem, kitchen: RoomItem, *, is_for_one_room: bool
) -> None:
    bot = await accounts.create_bot(ada, "Robot")
    await rooms.add_member(ada, kitchen.id, bot.id)
    program = limited(**({"room_id": kitchen.id} if is_for_one_room else {"expires_at": now_ms() + 86_400_000}))
    path, hook = f"/rooms/{kitchen.id}", {"bot": bot.id, "address": "https://example.com/hook"}
    for refused in (
        await program.post(f"{path}/hooks", json={"name": "Deploys"}),
        await program.post(f"{path}/outgoing-hooks", json=hook),
        await program.post(f"{path}/outgoing-hooks/1/enable"),
        await program.post(f"{path}/outgoing-hooks/1/secret"),
        await program.patch(path, json={"kind": "closed"}),
    ):
        assert problem(refused) == (403, "forbidden")
        assert "outlast" in refused.json()["error"]["message"]
    assert "outlast" not in (await program.patch(path, json={"description": "for cooking"})).text


def test_every_operation_is_of_a_room_or_refused_to_such_a_token() -> None:
    routes = [route for route in api.create().routes if isinstance(route, APIRoute)]
    operations = {(method, route.path) for route in routes for method in route.methods}
    assert operations >= FOR_ALL
    assert all(any(path.startswith(beginning) for _, path in operations) for beginning in OF_ROOMS)


async def test_who_sees_no_more_of_a_room_has_a_token_for_nothing(
    limited: Limited, ada: UserItem, ben: UserItem
) -> None:
    closed = await rooms.create_room(ben, "den", kind="closed")
    program = limited(room_id=closed.id)
    assert problem(await program.get(f"/rooms/{closed.id}/messages")) == (404, "not_found")
    assert (await program.get("/rooms")).json()["rooms"] == []


async def test_bots_have_the_allowance_of_who_has_made_them(
    speaking_for: Callable[[UserItem], Program], ada: UserItem
) -> None:
    bot = await accounts.create_bot(ada, "Robot")
    program = speaking_for(bot)
    people = (await program.get("/people")).json()["people"]
    assert "Robot" not in [one["name"] for one in people], "a bot is nobody among them"
    caller = accounts.api_user(accounts.hash_token(f"token-of-{bot.id}"))
    assert caller is not None
    assert caller.owner_id == ada.id
    await speaking_for(ada).get("/people")
    assert len(API) == 1
