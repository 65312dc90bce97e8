"""Thousands of people and rooms: a page at a time, searched, and asked about before anything happens to them."""

import re

import pytest
from nicegui.testing import User as Visitor

from chat.storage.pagination import PER_PAGE
from models import Room, User, db, now_ms
from tests.page_client import content, log_in, log_in_as_administrator, page, post

MANY = 120


@pytest.fixture
async def administrator(visitor: Visitor) -> Visitor:
    """Somebody who runs a place with many people, rooms, and archived rooms."""
    await log_in_as_administrator(visitor)
    with db.connection_context():
        User.insert_many(
            [{"name": f"Person {n:03}", "email": f"p{n}@example.com", "password_hash": "-"} for n in range(MANY)]
        ).execute()
        Room.insert_many([{"name": f"room {n:03}"} for n in range(MANY)]).execute()
        Room.insert_many([{"name": f"old {n:03}", "archived_at": now_ms()} for n in range(MANY)]).execute()
    return visitor


def shown(text: str, start: str) -> list[str]:
    """List whose names are on a page, of those that begin alike."""
    return re.findall(rf"<strong[^>]*>({start}[^<]*)</strong>", text)


def next_page(text: str, section: str) -> str | None:
    [pager] = re.findall(rf'<nav class="pager" aria-label="Pages of {section}">(.*?)</nav>', text, re.DOTALL)[:1]
    found = re.search(r'rel="next" href="([^"#]+)', pager)
    return found[1].replace("&amp;", "&") if found else None


@pytest.mark.parametrize(
    ("start", "section", "path"),
    [("Person", "people", "/admin"), ("room", "rooms", "/admin/rooms"), ("old", "rooms", "/admin/rooms?show=archived")],
)
async def test_the_administration_shows_fifty_at_a_time_and_leads_to_all(
    administrator: Visitor, start: str, section: str, path: str | None
) -> None:
    found: list[str] = []
    while path:
        text = await page(administrator, path)
        assert len(shown(text, start)) <= PER_PAGE
        found += shown(text, start)
        path = next_page(text, section)
    assert found == [f"{start} {n:03}" for n in range(MANY)]


async def test_a_search_finds_names_and_addresses_however_they_are_written(administrator: Visitor) -> None:
    for search in ("person 077", "PERSON  077", "p77@example", "077 Person", "pérson 077"):
        text = (await administrator.http_client.get("/admin", params={"people": search})).text
        assert shown(text, "Person") == ["Person 077"], search
    for search in ("nobody at all", "%", "_", "\0", "x" * 5000, "' OR 1=1"):
        response = await administrator.http_client.get("/admin", params={"people": search})
        assert (response.status_code, shown(response.text, "Person")) == (200, [])
        assert "No people found." in response.text
        assert len(response.text) < 400_000


@pytest.mark.parametrize("number", ["0", "-1", "999", "9" * 30, "x", "", "1.5", "٣"])
async def test_a_page_that_is_not_there_is_the_nearest(administrator: Visitor, number: str) -> None:
    for path, name, start in (("/admin", "people_page", "Person"), ("/admin/rooms", "rooms_page", "room")):
        response = await administrator.http_client.get(path, params={name: number})
        assert response.status_code == 200
        assert shown(response.text, start)


async def test_who_has_sent_a_form_is_where_they_were(administrator: Visitor) -> None:
    text = (await administrator.http_client.get("/admin", params={"people": "person 0", "people_page": "2"})).text
    with db.connection_context():
        number = User.get(User.name == "Person 077").id
    [action] = re.findall(r'action="(/admin/people/log-out[^"]*)"', text)[:1]
    response = await post(administrator, action.replace("&amp;", "&"), user_id=number)
    assert response.headers["location"] == "/admin?people=person+0&people_page=2&notice=logged-out#people"
    assert "Person 077" in shown(await page(administrator, response.headers["location"]), "Person")
    refused = await post(administrator, "/admin/people/role?people=person+0&people_page=2", user_id=number, role="king")
    assert refused.status_code == 422
    assert "Person 077" in shown(refused.text, "Person"), "with the reason beside it"
    assert refused.text.index('id="people"') < refused.text.index('role="alert"') < refused.text.index("<table")


async def test_what_cannot_be_taken_back_lightly_asks_first_and_says_of_whom(administrator: Visitor) -> None:
    await post(administrator, "/admin/invites")
    asked = {
        "/admin?people=Person+077": [
            "Deactivate Person 077?",
            "Log out Person 077 everywhere?",
            "Make Person 077 an administrator?",
            "Make a reset link for Person 077?",
        ],
        "/admin/rooms?rooms=room+077": ["Archive room 077?"],
        "/admin/invites": ["Revoke link 1?"],
    }
    for path, expected in asked.items():
        text = await page(administrator, path)
        questions = dict(re.findall(r'<div class="ask" id="([^"]+)"[^>]*>\s*<h2[^>]*>([^<]+)</h2>', text))
        assert sorted(questions.values()) == expected
        for number in questions:
            [opener] = re.findall(rf'<button [^>]*popovertarget="{number}" aria-label[^>]*>', text)
            assert 'type="button"' in opener, "it only opens the question"
            buttons = text.split(f'id="{number}"')[1].split("</div>")[0].split('<div class="buttons">')[1]
            assert buttons.index("Cancel") < buttons.index('type="submit"'), "what is safe comes first"


async def test_parts_of_the_lists_are_shown_alone(administrator: Visitor) -> None:
    with db.connection_context():
        User.update(deactivated_at=1).where(User.name == "Person 077").execute()
        Room.update(is_default=True).where(Room.name == "room 077").execute()
    assert shown(await page(administrator, "/admin?show=deactivated"), "Person") == ["Person 077"]
    assert not shown(await page(administrator, "/admin?show=administrators"), "Person")
    assert shown(await page(administrator, "/admin/rooms?show=default"), "room") == ["room 077"]
    assert len(shown(await page(administrator, "/admin?show=what+else"), "Person")) > 1


async def test_everybody_finds_archived_rooms_and_can_read_them(administrator: Visitor) -> None:
    administrator.http_client.cookies.clear()
    assert (await administrator.http_client.get("/rooms/archived")).status_code == 303
    await log_in(administrator)
    first = await content(administrator, "/rooms/archived")
    assert first.count('href="/rooms/') - first.count('href="/rooms/archived') == PER_PAGE
    assert "room 001" not in first
    assert "old 077" in await page(administrator, "/rooms/archived?archived_page=2")
    only = await content(administrator, "/rooms/archived?rooms=OLD+077")
    [path] = re.findall(r'href="(/rooms/[0-9]+)"', only)
    assert '"read-only":"This room is archived' in (await page(administrator, path)).replace('\\"', '"')
    assert 'href="/rooms/archived"' in await page(administrator, "/rooms/browse")
