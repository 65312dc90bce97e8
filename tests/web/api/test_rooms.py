"""Rooms and people by the API: who is in which, and what does not exist for whom."""

from collections.abc import Callable
from typing import Any

import pytest

from chat import rooms
from chat.accounts.items import UserItem
from chat.messages import react, send_message
from chat.rooms.items import RoomItem, RoomKind
from models import Membership, Room, User, now_ms
from tests.web.api.conftest import Program, problem

Speaking = Callable[[UserItem], Program]


async def listed(program: Program, **asked: object) -> list[str]:
    return [room["name"] for room in (await program.get("/rooms", params=asked)).json()["rooms"]]


async def members(program: Program, room_id: int) -> list[tuple[str, str]]:
    answer = (await program.get(f"/rooms/{room_id}/members")).json()
    return [(member["name"], member["role"]) for member in answer["members"]]


@pytest.fixture
async def closed(ada: UserItem, ben: UserItem) -> RoomItem:
    """A closed room of Ada's."""
    return await rooms.create_room(ada, "cellar", kind="closed")


# ---- people


async def test_a_program_learns_whom_it_speaks_for(adas: Program, ada: UserItem) -> None:
    assert (await adas.get("/me")).json() == {"id": ada.id, "name": "Ada", "is_bot": False, "role": "member"}


async def test_everybody_is_listed_by_name_but_whoever_is_gone(
    adas: Program, ada: UserItem, new_user: Callable[[str], UserItem]
) -> None:
    zoe, ben, eve, dan = (new_user(name) for name in ("Zoe", "ben", "Eve", "Dan"))
    User.update(deactivated_at=1).where(User.id == eve.id).execute()
    User.update(deleted_at=1).where(User.id == dan.id).execute()
    assert (await adas.get("/people")).json() == {
        "people": [{"id": one.id, "name": one.name, "is_bot": False} for one in (ada, ben, zoe)],
        "total": 3,
        "page": 1,
        "more": False,
    }
    assert (await adas.get("/people", params={"search": "BE"})).json()["people"] == [
        {"id": ben.id, "name": "ben", "is_bot": False}
    ]
    assert (await adas.get("/people", params={"search": "example.com"})).json()["total"] == 0, "addresses are private"


async def test_people_come_in_pages_of_50(adas: Program) -> None:
    User.insert_many(
        [{"name": f"P{number:03}", "email": f"p{number}@example.com", "password_hash": "-"} for number in range(60)]
    ).execute()
    pages = [(await adas.get("/people", params={"page": page})).json() for page in (1, 2, 9)]
    assert [(len(page["people"]), page["page"], page["more"]) for page in pages] == [
        (50, 1, True),
        (11, 2, False),
        (11, 2, False),
    ]
    for asked in ({"page": "0"}, {"page": "1_0"}, {"page": ""}, {"search": "x" * 101}, {"serach": "x"}):
        assert problem(await adas.get("/people", params=asked)) == (422, "invalid")


# ---- rooms


async def test_ones_own_rooms_are_listed_and_those_that_one_could_join(
    adas: Program, ada: UserItem, ben: UserItem, closed: RoomItem, new_room: Callable[[str], RoomItem]
) -> None:
    new_room("kitchen")
    for name, kind in (("attic", "open"), ("bunker", "closed"), ("shed", "open")):
        await rooms.create_room(ben, name, kind=kind)  # type: ignore[arg-type]
    Room.update(archived_at=now_ms()).where(Room.name == "shed").execute()
    await rooms.open_direct(ada, [ben.id])
    answer = (await adas.get("/rooms")).json()["rooms"]
    assert [(room["name"], room["kind"]) for room in answer] == [
        ("Ben", "direct"),
        ("cellar", "closed"),
        ("kitchen", "open"),
    ]
    assert await listed(adas, joined="true") == ["Ben", "cellar", "kitchen"]
    assert await listed(adas, joined="false") == ["attic"]
    for asked in ({"joined": "yes"}, {"joined": "1"}, {"joined": ""}, {"kind": "open"}):
        assert problem(await adas.get("/rooms", params=asked)) == (422, "invalid")


@pytest.mark.parametrize("kind", ["open", "closed"])
async def test_a_program_makes_a_room_that_its_owner_manages(
    adas: Program, bens: Program, ada: UserItem, ben: UserItem, kind: RoomKind
) -> None:
    response = await adas.post("/rooms", json={"name": " garden ", "description": "green", "kind": kind})
    assert response.status_code == 201
    room = response.json()
    assert room == {"id": room["id"], "name": "garden", "description": "green", "kind": kind}
    assert await members(adas, room["id"]) == [("Ada", "manager")]
    assert await listed(bens, joined="false") == (["garden"] if kind == "open" else [])
    plain = await adas.post("/rooms", json={"name": "shed"})
    assert (plain.json()["kind"], plain.json()["description"]) == ("open", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": ""},
        {"name": "\u200b"},
        {"name": "x" * 81},
        {"name": 1},
        {"name": "garden", "kind": "direct"},
        {"name": "garden", "kind": None},
        {"name": "garden", "description": "x" * 301},
        {"name": "garden", "is_default": True},
        {"name": "Kitchen"},
        ["garden"],
    ],
)
async def test_a_room_that_cannot_be_is_refused(adas: Program, room: RoomItem, wrong: Any) -> None:
    assert problem(await adas.post("/rooms", json=wrong)) == (422, "invalid")
    assert Room.select().count() == 1


async def test_rooms_are_made_no_faster_than_on_the_page(adas: Program) -> None:
    made = [(await adas.post("/rooms", json={"name": f"room {number}"})).status_code for number in range(21)]
    assert made == [201] * 20 + [429]


# ---- members


async def test_open_rooms_are_joined_left_and_joined_again(
    bens: Program, adas: Program, ada: UserItem, ben: UserItem
) -> None:
    attic = await rooms.create_room(ada, "attic")
    path = f"/rooms/{attic.id}/members/{ben.id}"
    for _ in range(2):
        assert (await bens.put(path)).status_code == 204
        assert await members(bens, attic.id) == [("Ada", "manager"), ("Ben", "member")]
    for _ in range(2):
        assert (await bens.delete(path)).status_code == 204
        assert await members(bens, attic.id) == [("Ada", "manager")]
    assert (await bens.put(path)).status_code == 204
    assert (await adas.delete(path)).status_code == 204
    assert await listed(bens) == []


async def test_others_are_added_and_removed_by_whoever_may(
    adas: Program, bens: Program, ada: UserItem, ben: UserItem, closed: RoomItem, speaking_for: Speaking, new_user: Any
) -> None:
    cem = new_user("Cem")
    at = f"/rooms/{closed.id}/members"
    assert (await adas.put(f"{at}/{ben.id}")).status_code == 204
    assert await members(bens, closed.id) == [("Ada", "manager"), ("Ben", "member")]
    assert problem(await bens.put(f"{at}/{cem.id}")) == (403, "forbidden")
    assert problem(await bens.delete(f"{at}/{ada.id}")) == (403, "forbidden")
    assert (await adas.delete(f"{at}/{ben.id}")).status_code == 204
    assert problem(await bens.get(at)) == (404, "not_found")
    User.update(deactivated_at=1).where(User.id == cem.id).execute()
    assert problem(await adas.put(f"{at}/{cem.id}")) == (422, "invalid")
    assert problem(await adas.put(f"{at}/999")) == (404, "not_found")
    for hostile in ("0", "-1", str(2**63), "1.0", "one", "1_0"):
        assert problem(await adas.put(f"{at}/{hostile}"))[0] in (404, 422)


async def test_members_come_in_pages_and_are_found(adas: Program, closed: RoomItem) -> None:
    User.insert_many(
        [{"name": f"P{number:03}", "email": f"p{number}@example.com", "password_hash": "-"} for number in range(60)]
    ).execute()
    added = User.select().where(User.name.startswith("P"))
    Membership.insert_many([{"room": closed.id, "user": user} for user in added]).execute()
    page = (await adas.get(f"/rooms/{closed.id}/members", params={"page": 2})).json()
    assert (len(page["members"]), page["total"], page["page"], page["more"]) == (11, 61, 2, False)
    found = (await adas.get(f"/rooms/{closed.id}/members", params={"search": "ada"})).json()
    assert [member["name"] for member in found["members"]] == ["Ada"]


# ---- direct rooms


async def test_a_direct_room_is_made_once_for_the_same_people(
    adas: Program, bens: Program, ada: UserItem, ben: UserItem
) -> None:
    first = await adas.post("/direct", json={"people": [ben.id]})
    assert (first.status_code, first.json()["name"], first.json()["kind"]) == (201, "Ben", "direct")
    again = [await adas.post("/direct", json={"people": people}) for people in ([ben.id, ada.id], [ben.id, ben.id])]
    again.append(await bens.post("/direct", json={"people": [ada.id]}))
    assert [(answer.status_code, answer.json()["id"]) for answer in again] == [(200, first.json()["id"])] * 3
    assert again[-1].json()["name"] == "Ada"
    alone = [await adas.post("/direct", json={"people": people}) for people in ([], [ada.id])]
    assert [answer.status_code for answer in alone] == [201, 200]
    assert alone[0].json()["name"] == "Ada (you)"


async def test_a_direct_room_with_whom_nobody_can_write_to_is_refused(
    adas: Program, ada: UserItem, ben: UserItem, new_user: Callable[[str], UserItem]
) -> None:
    many = [new_user(f"P{number}").id for number in range(8)]
    User.update(deactivated_at=1).where(User.id == ben.id).execute()
    for people in (many, [ben.id], "1", None, ["2"], [2.0], [True], [0], [-1], [2**63], [None], [[]]):
        assert problem(await adas.post("/direct", json={"people": people})) == (422, "invalid")
    assert problem(await adas.post("/direct", json={"people": [999]})) == (404, "not_found")
    assert Room.select().count() == 0


async def test_whoever_is_blocked_is_refused(
    adas: Program, bens: Program, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    direct = await rooms.open_direct(ada, [ben.id])
    await rooms.leave_room(ben, room.id)
    await rooms.block_person(ben, ada.id)
    for refused in (
        await adas.post(f"/rooms/{direct.id}/messages", json={"body": "hello"}),
        await bens.post(f"/rooms/{direct.id}/messages", json={"body": "hello"}),
        await adas.put(f"/rooms/{room.id}/members/{ben.id}"),
    ):
        assert problem(refused) == (403, "forbidden")


async def test_nobody_joins_leaves_adds_to_or_removes_from_a_direct_room(
    adas: Program, ada: UserItem, ben: UserItem, new_user: Callable[[str], UserItem]
) -> None:
    direct, cem = await rooms.open_direct(ada, [ben.id]), new_user("Cem")
    at = f"/rooms/{direct.id}/members"
    for refused in (
        await adas.put(f"{at}/{cem.id}"),
        await adas.delete(f"{at}/{ben.id}"),
        await adas.delete(f"{at}/{ada.id}"),
    ):
        assert problem(refused) == (403, "forbidden")
    assert [name for name, _ in await members(adas, direct.id)] == ["Ada", "Ben"]


# ---- what does not exist for somebody


@pytest.mark.parametrize("was_there", [False, True])
async def test_a_room_of_others_and_its_messages_are_not_found_even_by_administrators(
    adas: Program, ada: UserItem, ben: UserItem, closed: RoomItem, speaking_for: Speaking, was_there: bool
) -> None:
    User.update(role="administrator").where(User.id == ben.id).execute()
    bens = speaking_for(ben)
    if was_there:
        await rooms.add_member(ada, closed.id, ben.id)
        mine = await send_message(ben, closed.id, "mine", "my-client-id")
        await react(ada, mine.id, "🎉", on=True)
        await rooms.remove_member(ada, closed.id, ben.id)
    message = await send_message(ada, closed.id, "hello")
    direct = await rooms.open_direct(ada, [])
    for room_id in (closed.id, direct.id):
        asked = [
            await bens.get(f"/rooms/{room_id}/messages"),
            await bens.get(f"/rooms/{room_id}/messages", params={"before": 99}),
            await bens.get(f"/rooms/{room_id}/messages", params={"since_revision": 0}),
            await bens.post(f"/rooms/{room_id}/messages", json={"body": "hello"}),
            await bens.get(f"/rooms/{room_id}/members"),
            *[await bens.put(f"/rooms/{room_id}/members/{user.id}") for user in (ada, ben)],
            *[await bens.delete(f"/rooms/{room_id}/members/{user.id}") for user in (ada, ben)],
        ]
        nowhere = await bens.get("/rooms/999/messages")
        assert {response.text for response in asked} == {nowhere.text}
        assert {problem(response) for response in asked} == {(404, "not_found")}
    asked = [
        await bens.patch(f"/messages/{message.id}", json={"body": "mine"}),
        await bens.delete(f"/messages/{message.id}"),
    ]
    if was_there:
        again = {"body": "mine", "client_id": "my-client-id"}
        asked += [
            await bens.patch(f"/messages/{mine.id}", json={"body": "still mine"}),
            await bens.delete(f"/messages/{mine.id}"),
        ]
        assert problem(await bens.post(f"/rooms/{closed.id}/messages", json=again)) == (404, "not_found")
    assert {response.text for response in asked} == {(await bens.delete("/messages/999")).text}
    assert await listed(bens) == await listed(bens, joined="false") == []


async def test_whoever_writes_in_an_open_room_joins_it(adas: Program, bens: Program, ada: UserItem) -> None:
    attic = await rooms.create_room(ada, "attic")
    assert await listed(bens) == []
    assert (await bens.post(f"/rooms/{attic.id}/messages", json={"body": "hello"})).status_code == 201
    assert await listed(bens) == ["attic"]


# ---- read marks


async def test_rooms_come_with_what_is_unread_until_it_is_read(
    adas: Program, bens: Program, ben: UserItem, room: RoomItem
) -> None:
    async def unread(program: Program) -> list[int]:
        return [listed["unread"] for listed in (await program.get("/rooms")).json()["rooms"]]

    first, second = [(await send_message(ben, room.id, text)).id for text in ("one", "two")]
    assert (await unread(adas), await unread(bens)) == ([2], [0])
    assert (await adas.put(f"/rooms/{room.id}/read", json={"message": first})).status_code == 204
    assert await unread(adas) == [1]
    await adas.put(f"/rooms/{room.id}/read", json={"message": second})
    await adas.put(f"/rooms/{room.id}/read", json={"message": first})
    assert await unread(adas) == [0]


async def test_a_read_mark_is_the_number_of_a_message_in_a_room_that_exists(
    adas: Program, bens: Program, room: RoomItem, closed: RoomItem
) -> None:
    for mark in ({}, {"message": 0}, {"message": "1"}, {"message": None}, {"message": 10**30}, {"message": 1, "x": 1}):
        assert (await adas.put(f"/rooms/{room.id}/read", json=mark)).status_code == 422
    assert problem(await bens.put(f"/rooms/{closed.id}/read", json={"message": 1})) == problem(
        await bens.put("/rooms/999/read", json={"message": 1})
    )


async def test_who_manages_a_room_changes_what_they_name(adas: Program, bens: Program) -> None:
    made = (await adas.post("/rooms", json={"name": "garden", "description": "Roses"})).json()
    one = f"/rooms/{made['id']}"
    assert (await adas.patch(one, json={"name": "greenhouse"})).json()["description"] == "Roses"
    changed = (await adas.patch(one, json={"description": "", "kind": "closed"})).json()
    assert (changed["name"], changed["description"], changed["kind"]) == ("greenhouse", "", "closed")
    assert problem(await bens.patch(one, json={"name": "mine"})) == (404, "not_found")
    assert (await adas.patch(one, json={"archived": True})).status_code == 200
    assert problem(await adas.post(f"{one}/messages", json={"body": "hm"})) == (403, "forbidden")
    assert (await adas.patch(one, json={"archived": False, "kind": "open"})).status_code == 200
    assert problem(await bens.patch(one, json={"name": "mine"})) == (403, "forbidden")
