"""The list of rooms in real browsers: after any changes, heard of or missed, it is the one that a new page has."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import expect

from models import User
from tests.browser.conftest import Person, Server, TestRoom
from tests.page_client import PASSWORD

LIST = """() => [...document.querySelectorAll("#rooms > a")].map((link) => [link.id, link.innerText,
    link.getAttribute("href"), link.getAttribute("aria-current")])"""


@pytest.fixture
def boss(server: Server, room: TestRoom) -> Iterator[httpx.Client]:
    """The administrator, at the plain forms."""
    with httpx.Client(base_url=server.url) as client:
        email = User.get(User.role == "administrator").email
        assert client.post("/login", data={"email": email, "password": PASSWORD}).status_code == 303
        yield client


def makes(boss: httpx.Client, name: str, description: str = "") -> str:
    """Make a room, and return its number."""
    response = boss.post("/rooms/new", data={"name": name, "description": description})
    return response.headers["location"].removeprefix("/rooms/")


def changes(boss: httpx.Client, what: str, room_id: object, **fields: str) -> None:
    path = f"/rooms/{room_id}/settings/change" if what == "change" else f"/admin/rooms/{what}"
    assert boss.post(path, data={"room_id": str(room_id), **fields}).status_code == 303


def test_the_list_after_events_is_the_list_after_a_reload(
    person: Callable[..., Person], room: TestRoom, boss: httpx.Client
) -> None:
    steven = person("Steven").opens(room)
    zoo = makes(boss, "zoo", "with animals")
    names = ["Ärger", "apple", "\U0001f43b bears", "\u0130stanbul", "Zebra", "10 things", "9 things", "\uff21 wide"]
    rooms = [makes(boss, name) for name in names]
    changes(boss, "change", zoo, name="aardvark", description="renamed")
    changes(boss, "archive", rooms[1])
    changes(boss, "change", rooms[0], name="ärger and more")
    changes(boss, "archive", rooms[4])
    changes(boss, "restore", rooms[4])
    changes(boss, "change", room.id, name=f"{room.name} again", description="what it is about")
    expect(steven.page.locator(f"#rooms-{room.id}")).to_contain_text("what it is about")
    expect(steven.page.locator(f"#rooms-{room.id}")).to_have_attribute("aria-current", "page")
    shown = steven.page.evaluate(LIST)
    assert [row[3] for row in shown].count("page") == 1
    steven.page.reload()
    steven.is_live()
    assert steven.page.evaluate(LIST) == shown

    steven.loses_the_connection()
    changes(boss, "archive", zoo)
    changes(boss, "change", rooms[2], name="cats")
    dogs = makes(boss, "dogs")
    expect(steven.page.locator(f"#rooms-{dogs}")).to_have_count(0)
    steven.gets_it_back()
    expect(steven.page.locator(f"#rooms-{dogs}")).to_have_count(1)
    shown = steven.page.evaluate(LIST)
    steven.page.reload()
    steven.is_live()
    assert steven.page.evaluate(LIST) == shown


def test_whatever_changes_around_them_who_reads_and_edits_far_up_goes_on_where_they_are(
    adam: Person, blake: Person, room: TestRoom, boss: httpx.Client
) -> None:
    """A room's name, description and archive, the reader's role, people's names: each is redrawn, and nothing else."""
    room.add(119, "Adam")
    room.add(1, "Blake", lambda _: "by somebody else")
    adam.opens(room)
    adam.composer.fill("half a thought")
    adam.scrolls_to_top()
    row = adam.row("message 60")
    row.hover()
    adam.button("Edit message").click()
    adam.editor.fill("another half")
    page, me = adam.page, User.get(User.name == adam.name).id
    before = adam.offset("message 60")

    def set_role(role: str) -> None:
        assert boss.post("/admin/people/role", data={"user_id": str(me), "role": role}).status_code == 303

    def set_name(person: Person, name: str) -> None:
        person.context.request.post(f"{person.server.url}/settings/profile", form={"name": name})

    def goes_on() -> None:
        expect(adam.editor).to_have_value("another half")
        assert abs(adam.offset("message 60") - before) < 1

    changes(boss, "change", room.id, name=room.name, description="A better description")
    expect(page.locator(".room-header")).to_contain_text("A better description")
    goes_on()
    changes(boss, "change", room.id, name=f"{room.name} b")
    expect(page).to_have_title(re.compile(f"{room.name} b"))
    expect(adam.log).to_have_attribute("aria-label", f"Messages in {room.name} b")
    goes_on()
    for role, count in (("administrator", 1), ("member", 0)):
        set_role(role)
        expect(page.locator("#account-menu").get_by_text("Administration")).to_have_count(count)
        goes_on()
    for person in (adam, blake):
        for name in (f"{person.name} again", person.name):
            set_name(person, name)
            author = row if person is adam else adam.row("by somebody else")
            expect(author.locator("> b")).to_have_text(name)
            goes_on()
    expect(adam.composer).to_have_value("half a thought")
    changes(boss, "archive", room.id)
    expect(page.get_by_role("note")).to_contain_text("archived")
    expect(adam.composer).to_have_count(0)
    goes_on()
    changes(boss, "restore", room.id)
    expect(adam.composer).to_have_value("half a thought")
    goes_on()
    adam.says("whole again")
    adam.sees("whole again")
