"""A link to a message opens the room there and marks it; below it stands what the message says now."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from models import Message, Room
from tests.browser.conftest import Person, TestRoom

pytestmark = pytest.mark.long


def test_a_link_leads_to_the_message_and_marks_it(adam: Person, room: TestRoom) -> None:
    room.add(200, "Blake", body="message {};".format)
    key = Message.get(Message.room == room.id, Message.body == "message 60;").id
    adam.page.goto(f"{adam.url}/rooms/{room.id}/@{key}")
    adam.is_live()
    row = adam.page.locator(f"#messages-{key}")
    expect(row).to_be_in_viewport()
    expect(row).to_have_attribute("data-linked", "")
    expect(adam.page.locator(f"#rooms-{room.id}")).to_have_attribute("aria-current", "page")
    expect(row).not_to_have_attribute("data-linked", "", timeout=20_000)
    adam.button("Jump to newest").click()
    adam.sees("message 200;")
    adam.says("said from there")
    adam.sees("said from there")
    adam.page.reload()
    adam.is_live()
    expect(row).to_be_in_viewport()


def test_of_a_message_that_is_gone_its_place_is_shown_and_the_room_says_so(adam: Person, room: TestRoom) -> None:
    room.add(200, "Blake", body="message {};".format)
    gone = Message.get(Message.room == room.id, Message.body == "message 60;")
    Message.update(deleted_at=1, body="").where(Message.id == gone.id).execute()
    adam.page.goto(f"{adam.url}/rooms/{room.id}/@{gone.id}")
    adam.is_live()
    expect(adam.row("message 61;")).to_be_in_viewport()
    note = adam.page.get_by_role("status").filter(has_text="no longer there")
    expect(note).to_be_visible()
    expect(adam.page).to_have_url(re.compile(f"/@{gone.id}$"))
    note.get_by_role("button", name="OK").click()
    expect(note).to_have_count(0)


def test_the_time_of_a_message_is_its_link(adam: Person, room: TestRoom) -> None:
    room.add(100, "Blake", body="message {};".format)
    adam.opens(room)
    row = adam.row("message 90;")
    key = row.get_attribute("data-key")
    row.hover()
    row.locator("time a").click()
    expect(adam.page).to_have_url(re.compile(f"/rooms/{room.id}/@{key}$"))
    expect(adam.page.locator(f"#messages-{key}")).to_have_attribute("data-linked", "")
    expect(adam.page.locator("#messages > [data-linked]")).to_have_count(1)


def test_links_are_followed_without_a_new_page(adam: Person, room: TestRoom) -> None:
    room.add(100, "Blake", body="message {};".format)
    key = Message.get(Message.room == room.id, Message.body == "message 10;").id
    adam.opens(room)
    adam.page.evaluate("window.mark = 'same page'")
    adam.page.evaluate(
        """path => {
            const link = Object.assign(document.createElement("a"), { href: path, textContent: "there" });
            document.querySelector(".room-title").append(link);
            link.click();
        }""",
        f"/rooms/{room.id}/@{key}",
    )
    expect(adam.page.locator(f"#messages-{key}")).to_be_in_viewport()
    expect(adam.page).to_have_url(re.compile(f"/@{key}$"))
    assert adam.page.evaluate("window.mark") == "same page"


def test_the_line_below_a_link_follows_what_happens_in_the_other_room(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there, closed = new_room(), new_room(), new_room()
    Room.update(kind="closed").where(Room.id == closed.id).execute()
    there.add(1, "Blake", body="the frist words {}".format)
    closed.add(1, "Blake", body="a secret {}".format)
    adam.opens(here)
    for room in (there, closed):
        adam.says(f"see {adam.url}/rooms/{room.id}/@{Message.get(Message.room == room.id).id}")
    lines = adam.page.locator(".permalink")
    expect(lines).to_have_text(["Blake Gray the frist words 1", "Blake Gray a secret 1"])
    blake.opens(there).edits("the frist words 1", "the first words")
    expect(lines.first).to_have_text("Blake Gray the first words")
    blake.deletes("the first words")
    expect(lines.first).to_have_text("This message isn’t available.")
    form = {"room_id": str(closed.id)}
    adam.context.request.post(f"{adam.url}/rooms/{closed.id}/leave", form=form)
    expect(lines.last).to_have_text("This message isn’t available.")
