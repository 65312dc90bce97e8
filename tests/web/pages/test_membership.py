"""The pages of who is in a room: browsing, joining and leaving, members, settings, and direct messages."""

import re
from collections.abc import Iterable

import pytest
from nicegui.testing import User as Visitor

from chat.storage.pagination import PER_PAGE
from models import Membership, Room, User, db, now_ms
from tests.page_client import (
    alert,
    another_browser,
    content,
    follow,
    log_in,
    log_in_as_administrator,
    page,
    person,
    post,
)

SRE = 2
"""The id of the demo's room sre-team, which is open."""

ABOUT_A_ROOM = ("", "/members", "/members/add", "/settings", "/leave")


@pytest.fixture
async def adam(visitor: Visitor) -> Visitor:
    """Adam, who is in the demo's rooms."""
    await log_in(visitor)
    return visitor


@pytest.fixture
async def closed(adam: Visitor) -> int:
    """A closed room, which Adam manages."""
    response = await post(adam, "/rooms/new", name="budget", description="Numbers", kind="closed")
    return int(response.headers["location"].removeprefix("/rooms/"))


def put_in(room_id: int, *first_names: str, role: str = "member") -> None:
    rows = [{"room": room_id, "user": person(name).id, "role": role} for name in first_names]
    with db.connection_context():
        Membership.insert_many(rows).execute()


def people_in(room_id: int) -> set[str]:
    with db.connection_context():
        rows = Membership.select().where(Membership.room == room_id, Membership.left_at.is_null())
        return {row.user.name.split()[0] for row in rows}


def row_of(room_id: int) -> Room:
    with db.connection_context():
        return Room.get_by_id(room_id)


def archive(room_id: int) -> None:
    with db.connection_context():
        Room.update(archived_at=now_ms()).where(Room.id == room_id).execute()


def names(text: str) -> list[str]:
    return re.findall(r"<strong[^>]*>([^<]+)</strong>", text)


def choices(text: str) -> dict[str, bool]:
    """Read who can be chosen for a message, and whether they are."""
    boxes = re.findall(r'name="person" value="\d+"( checked)?>.*?<span dir="auto"[^>]*>([^<]+)<', text, re.DOTALL)
    return {name: bool(is_chosen) for is_chosen, name in boxes}


# ---- open rooms


async def test_open_rooms_are_found_joined_and_left(adam: Visitor) -> None:
    text = await page(adam, "/rooms/browse")
    assert "Incidents, deploys" in text
    assert "11 members" in text
    text = await follow(adam, await post(adam, "/rooms/browse/leave", room_id=SRE))
    assert "You have left sre-team." in text
    assert 'aria-label="Join sre-team"' in text
    assert "Adam" not in people_in(SRE)
    assert (await adam.http_client.get(f"/rooms/{SRE}")).status_code == 200, "it can be read by everybody"
    text = await follow(adam, await post(adam, "/rooms/browse/join", room_id=SRE))
    assert "You are in sre-team now." in text
    assert "Adam" in people_in(SRE)
    assert 'href="/rooms/2"' not in await content(adam, "/rooms/browse?rooms=weekend")


async def test_closed_and_direct_rooms_are_not_among_them(adam: Visitor, closed: int) -> None:
    await post(adam, "/messages/new", person=person("Blake").id)
    text = await content(adam, "/rooms/browse")
    assert "budget" not in text
    assert "Blake" not in text


async def test_a_room_that_is_gone_or_archived_meanwhile_is_said_to_be_so(adam: Visitor) -> None:
    response = await post(adam, "/rooms/browse/join", room_id=999)
    assert (response.status_code, alert(response)) == (404, "Room not found.")
    archive(SRE)
    response = await post(adam, "/rooms/browse/join", room_id=SRE)
    assert (response.status_code, alert(response)) == (403, "This room is archived and read-only.")
    response = await adam.http_client.get("/rooms/browse/join", follow_redirects=True)
    assert "Browse rooms" in response.text, "also where the refused form is loaded anew"


# ---- whom a closed room exists for


async def test_a_closed_room_is_for_others_what_an_unknown_one_is(adam: Visitor, closed: int) -> None:
    for log_in_otherwise in (log_in_as_administrator, lambda visitor: log_in(visitor, email="blake@streamchat.io")):
        with another_browser(adam):
            await log_in_otherwise(adam)
            for part in ABOUT_A_ROOM:
                hidden = await adam.http_client.get(f"/rooms/{closed}{part}")
                unknown = await adam.http_client.get(f"/rooms/999{part}")
                assert (hidden.status_code, part) == (unknown.status_code, part) == (404, part)
                if part:
                    assert hidden.text == unknown.text
            for part in ("members/add", "members/role", "members/remove", "settings/kind", "settings/archive", "leave"):
                hidden = await post(adam, f"/rooms/{closed}/{part}", user_id=1, role="manager", kind="open")
                unknown = await post(adam, f"/rooms/999/{part}", user_id=1, role="manager", kind="open")
                assert (hidden.status_code, hidden.text) == (unknown.status_code, unknown.text) == (404, unknown.text)
    assert people_in(closed) == {"Adam"}


@pytest.mark.parametrize("name", ["abc", "-1", "0", "99999999999999999999", "1%00", "%F0%9F%99%82"])
async def test_what_is_no_id_is_no_room(adam: Visitor, name: str) -> None:
    for part in ABOUT_A_ROOM[1:]:
        response = await adam.http_client.get(f"/rooms/{name}{part}")
        assert response.status_code == 404
        assert "Room not found." in response.text


async def test_the_administration_lists_no_closed_room_of_others(adam: Visitor, closed: int) -> None:
    with another_browser(adam):
        await log_in_as_administrator(adam)
        assert "budget" not in await page(adam, "/admin/rooms")
        put_in(closed, "Steven")
        text = await page(adam, "/admin/rooms")
        assert "budget" in text
        assert f'href="/rooms/{closed}/members"' in text
        response = await post(adam, "/admin/rooms/archive", room_id=closed)
        assert (response.status_code, alert(response)) == (403, "Only a room’s managers can do this.")
        text = await follow(adam, await post(adam, "/admin/rooms/default", room_id=SRE, default="yes"))
        assert "New people join this room from now on." in text
        assert row_of(SRE).is_default
        await post(adam, "/admin/rooms/default", room_id=SRE, default="no")
        assert not row_of(SRE).is_default


# ---- members


async def test_whoever_manages_a_closed_room_adds_and_removes_people(adam: Visitor, closed: int) -> None:
    blake = person("Blake").id
    text = await page(adam, f"/rooms/{closed}/members/add?people=bla")
    assert names(text) == ["Blake Gray"]
    assert "@streamchat.io" not in text
    text = await follow(adam, await post(adam, f"/rooms/{closed}/members/add?people=bla", user_id=blake))
    assert "Blake Gray is in this room now." in text
    assert names(text) == []
    assert 'value="bla"' in text, "the search stays"
    text = await page(adam, f"/rooms/{closed}/members")
    assert names(text) == ["Adam Shaw", "Blake Gray"]
    assert "Blake Gray can no longer see this room" in text, "which is asked before they are removed"
    text = await follow(adam, await post(adam, f"/rooms/{closed}/members/remove", user_id=blake))
    assert "Blake Gray is no longer in this room." in text
    assert people_in(closed) == {"Adam"}


async def test_managers_make_managers(adam: Visitor, closed: int) -> None:
    put_in(closed, "Blake")
    blake = person("Blake").id
    text = await follow(adam, await post(adam, f"/rooms/{closed}/members/role", user_id=blake, role="manager"))
    assert "Blake Gray manages this room now." in text
    assert text.count(">Manager</span>") == 2
    text = await follow(adam, await post(adam, f"/rooms/{closed}/members/role", user_id=blake, role="member"))
    assert "Blake Gray no longer manages this room." in text


async def test_members_of_a_closed_room_see_who_is_in_it_and_change_nothing(adam: Visitor, closed: int) -> None:
    put_in(closed, "Blake")
    with another_browser(adam):
        await log_in(adam, email="blake@streamchat.io")
        text = await content(adam, f"/rooms/{closed}/members")
        assert names(text) == ["Adam Shaw", "Blake Gray"]
        assert "<form" not in text
        assert "Add people" not in text
        assert (await adam.http_client.get(f"/rooms/{closed}/settings")).status_code == 403
        for path in ("members/add", "members/remove", "members/role", "settings/change", "settings/kind"):
            fields = {"user_id": person("Adam").id, "role": "member", "name": "mine", "kind": "open"}
            response = await post(adam, f"/rooms/{closed}/{path}", **fields)
            assert (path, response.status_code) == (path, 403)
            assert "Only a room’s managers can do this." in response.text
    assert people_in(closed) == {"Adam", "Blake"}


async def test_everybody_in_an_open_room_adds_others(adam: Visitor) -> None:
    await post(adam, "/rooms/browse/leave", room_id=SRE)
    with another_browser(adam):
        await log_in(adam, email="blake@streamchat.io")
        assert "Add people" in await page(adam, f"/rooms/{SRE}/members")
        await follow(adam, await post(adam, f"/rooms/{SRE}/members/add", user_id=person("Adam").id))
    assert "Adam" in people_in(SRE)


async def test_somebody_who_has_gone_meanwhile_is_said_to_have_gone(adam: Visitor, closed: int) -> None:
    blake = person("Blake")
    with db.connection_context():
        User.update(deactivated_at=1).where(User.id == blake.id).execute()
    response = await post(adam, f"/rooms/{closed}/members/add?people=a", user_id=blake.id)
    assert alert(response) == "This account is deactivated."
    assert "Blake" not in response.text
    assert 'value="a"' in response.text
    response = await post(adam, f"/rooms/{closed}/members/role", user_id=person("Rachel").id, role="manager")
    assert alert(response) == "This person is not in the room."
    assert alert(await post(adam, f"/rooms/{closed}/members/role", user_id=1, role="king")) == "There is no such role."
    for user_id in ("", "x", "0", "-1", "999", "9" * 30):
        assert alert(await post(adam, f"/rooms/{closed}/members/add", user_id=user_id)) == "Person not found."
    archive(closed)
    response = await post(adam, f"/rooms/{closed}/members/add", user_id=person("Rachel").id)
    assert alert(response) == "This room is archived and read-only."


async def test_a_long_list_of_members_has_pages_and_a_search(adam: Visitor, closed: int) -> None:
    many = [f"Person {number:03}" for number in range(PER_PAGE + 5)]
    with db.connection_context():
        User.insert_many(
            [{"name": name, "email": f"{name}@example.com", "password_hash": "-"} for name in many]
        ).execute()
    put_in(closed, *many)
    assert names(await page(adam, f"/rooms/{closed}/members")) == ["Adam Shaw", *many[: PER_PAGE - 1]]
    assert names(await page(adam, f"/rooms/{closed}/members?people_page=2")) == many[PER_PAGE - 1 :]
    assert names(await page(adam, f"/rooms/{closed}/members?people=054")) == ["Person 054"]


# ---- leaving


async def test_leaving_says_what_it_means(adam: Visitor, closed: int) -> None:
    assert "nobody will be able to see it any more" in await page(adam, f"/rooms/{closed}/leave")
    put_in(closed, "Blake")
    text = await page(adam, f"/rooms/{closed}/leave")
    assert "you need to be added again" in text
    assert "You are its only manager." in text
    assert "join it again" in await page(adam, f"/rooms/{SRE}/leave")
    text = await follow(adam, await post(adam, f"/rooms/{closed}/leave"))
    assert "You have left the room." in text
    assert "budget" not in text
    assert people_in(closed) == {"Blake"}
    assert (await adam.http_client.get(f"/rooms/{closed}/leave")).status_code == 404
    await post(adam, f"/rooms/{SRE}/leave")
    assert "You are not in this room." in await page(adam, f"/rooms/{SRE}/leave")


# ---- settings


async def test_a_room_is_renamed_and_what_was_typed_stays_where_it_is_refused(adam: Visitor, closed: int) -> None:
    text = await follow(
        adam, await post(adam, f"/rooms/{closed}/settings/change", name="plans", description="for 2027")
    )
    assert "Room updated." in text
    assert 'value="for 2027"' in text
    fields = {"name": "sre-team", "description": "ours"}
    response = await post(adam, f"/rooms/{closed}/settings/change", **fields)
    assert (response.status_code, alert(response)) == (422, "A room with this name already exists.")
    assert 'value="sre-team"' in response.text
    assert 'value="ours"' in response.text
    response = await adam.http_client.get(f"/rooms/{closed}/settings/change", follow_redirects=True)
    assert 'value="plans"' in response.text


async def test_a_room_becomes_open_and_closed(adam: Visitor, closed: int) -> None:
    assert "all messages written in it so far" in await page(adam, f"/rooms/{closed}/settings")
    text = await follow(adam, await post(adam, f"/rooms/{closed}/settings/kind", kind="open"))
    assert "The room is open now" in text
    text = await follow(adam, await post(adam, f"/rooms/{closed}/settings/kind", kind="closed"))
    assert "The room is closed now" in text
    response = await post(adam, f"/rooms/{closed}/settings/kind", kind="ajar")
    assert (response.status_code, alert(response)) == (422, "A room is either open or closed.")


async def test_an_administrator_closes_a_room_before_their_own_eyes(adam: Visitor) -> None:
    with another_browser(adam):
        await log_in_as_administrator(adam)
        await post(adam, f"/rooms/{SRE}/leave")
        assert "you will not see it any more either" in await page(adam, f"/rooms/{SRE}/settings")
        response = await post(adam, f"/rooms/{SRE}/settings/kind", kind="closed")
        assert response.headers["location"] == "/rooms"
        assert (await adam.http_client.get(f"/rooms/{SRE}/settings")).status_code == 404


async def test_a_room_is_archived_and_restored_by_who_manages_it(adam: Visitor, closed: int) -> None:
    text = await follow(adam, await post(adam, f"/rooms/{closed}/settings/archive"))
    assert "Room archived." in text
    assert "budget" in await page(adam, "/rooms/archived")
    assert "Room restored." in await follow(adam, await post(adam, f"/rooms/{closed}/settings/restore"))
    with another_browser(adam):
        archive(closed)
        await log_in_as_administrator(adam)
        assert "budget" not in await page(adam, "/rooms/archived")


async def test_only_administrators_choose_what_new_people_join(adam: Visitor) -> None:
    put_in_charge = Membership.update(role="manager").where(
        Membership.room == SRE, Membership.user == person("Adam").id
    )
    with db.connection_context():
        put_in_charge.execute()
    assert "New people" not in await page(adam, f"/rooms/{SRE}/settings")
    assert (await post(adam, f"/rooms/{SRE}/settings/default", default="yes")).status_code == 403
    with another_browser(adam):
        await log_in_as_administrator(adam)
        text = await follow(adam, await post(adam, f"/rooms/{SRE}/settings/default", default="yes"))
        assert "New people join this room from now on." in text


# ---- direct messages


async def chosen(visitor: Visitor, ids: Iterable[int], **fields: object) -> str:
    response = await visitor.http_client.get("/messages/new", params={"person": list(ids), **fields})
    assert response.status_code == 200
    return response.text


async def test_who_is_chosen_stays_so_through_a_search(adam: Visitor) -> None:
    blake, rachel = person("Blake"), person("Rachel")
    text = await chosen(adam, [blake.id], people="rach")
    assert choices(text) == {"Blake Gray": True, "Rachel Miller": False}
    assert "@streamchat.io" not in text
    text = await chosen(adam, [blake.id, rachel.id], people="nobody at all")
    assert choices(text) == {"Blake Gray": True, "Rachel Miller": True}
    assert "Nobody found." in text


async def test_one_room_is_opened_for_the_same_people(adam: Visitor) -> None:
    people = [person("Blake").id, person("Rachel").id]
    first = await adam.http_client.post("/messages/new", data={"person": people})
    again = await adam.http_client.post("/messages/new", data={"person": people[::-1]})
    assert first.headers["location"] == again.headers["location"]
    room_id = int(first.headers["location"].removeprefix("/rooms/"))
    assert people_in(room_id) == {"Adam", "Blake", "Rachel"}
    text = await content(adam, f"/rooms/{room_id}/members")
    assert names(text) == ["Adam Shaw", "Blake Gray", "Rachel Miller"]
    assert "<form" not in text
    assert (await adam.http_client.get(f"/rooms/{room_id}/settings")).status_code == 403
    assert (await post(adam, f"/rooms/{room_id}/leave")).status_code == 403
    assert (await post(adam, f"/rooms/{room_id}/members/add", user_id=1)).status_code == 403
    assert (await post(adam, f"/rooms/{room_id}/hide")).headers["location"] == "/rooms"
    assert alert(await post(adam, f"/rooms/{SRE}/hide")) == "Only direct messages can be hidden."


async def test_notes_are_for_oneself(adam: Visitor) -> None:
    me = person("Adam").id
    assert f'<input type="hidden" name="person" value="{me}">' in await page(adam, "/messages/new")
    response = await post(adam, "/messages/new", person=me)
    assert people_in(int(response.headers["location"].removeprefix("/rooms/"))) == {"Adam"}


async def test_a_choice_that_is_refused_stays(adam: Visitor) -> None:
    with db.connection_context():
        everybody = [user.id for user in User.select() if not user.name.startswith("Adam")]
    response = await adam.http_client.post("/messages/new", data={"person": everybody, "people": "a"})
    assert response.status_code == 422
    assert alert(response).startswith("A direct message is between at most 8 people.")
    assert sum(choices(response.text).values()) == len(everybody)
    assert 'value="a"' in response.text
    assert alert(await post(adam, "/messages/new", people="bl")) == "Choose who to write to."
    for nobody in ("", "x", "0", "-1", "999", "9" * 30):
        assert alert(await post(adam, "/messages/new", person=nobody)) == "Person not found."
    with db.connection_context():
        User.update(deactivated_at=1).where(User.name.startswith("Blake")).execute()
    response = await post(adam, "/messages/new", person=person("Blake").id)
    assert alert(response) == "This account is deactivated."
    assert "Blake" not in response.text


@pytest.mark.parametrize("path", ["/rooms/browse", "/messages/new", "/rooms/1/members", "/rooms/1/settings"])
async def test_it_is_for_people_who_are_logged_in(visitor: Visitor, path: str) -> None:
    assert (await visitor.http_client.get(path)).headers["location"].startswith("/login")
