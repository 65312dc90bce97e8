"""Pins and links to messages, between two people."""

import re

from playwright.sync_api import expect

from models import Message, Pin
from tests.browser.conftest import Person, TestRoom


def test_pins_are_counted_on_all_screens_after_missing_some_too_and_links_show_what_they_lead_to(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("the door code is 4711", "lunch at one")
    blake.sees("the door code is 4711", "lunch at one")
    blake.opens_menu_of("the door code is 4711")
    blake.item("Pin to room").click()
    expect(adam.row("the door code is 4711")).to_have_attribute("data-pinned", re.compile(r"\d"))
    expect(adam.page.get_by_role("link", name="1 pin", exact=True)).to_be_visible()
    blake.loses_the_connection()
    adam.opens_menu_of("lunch at one")
    adam.item("Pin to room").click()
    adam.opens_menu_of("the door code is 4711")
    adam.item("Unpin").click()
    expect(adam.page.get_by_role("link", name="1 pin", exact=True)).to_be_visible()
    blake.gets_it_back()
    expect(blake.row("the door code is 4711")).not_to_have_attribute("data-pinned", re.compile(r"\d"))
    pins = blake.page.get_by_role("link", name="1 pin", exact=True)
    expect(pins).to_be_visible()
    pins.click()
    blake.page.get_by_role("link", name="Jump to the message").click()
    expect(blake.row("lunch at one")).to_have_attribute("data-linked", "")
    key = blake.row("lunch at one").get_attribute("data-key")
    blake.says(f"remember {blake.url}/rooms/{room.id}/@{key}")
    line = adam.page.locator(".permalink")
    expect(line).to_have_text(f"{adam.name} lunch at one")
    row = adam.page.locator(f"#messages-{key}")
    row.hover()
    row.get_by_role("button", name="More actions").click()
    for _ in range(2):
        adam.page.get_by_role("menuitem", name="Delete message").click()
    expect(line).to_have_text("This message isn’t available.")
    expect(adam.page.locator(".room-pins")).to_be_hidden()
    assert not Pin.select().join(Message).where(Message.room == room.id).exists()
    adam.page.reload()
    adam.is_live()
    expect(line).to_have_text("This message isn’t available.")
