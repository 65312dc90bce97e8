"""What two people see of a web page that one of them links to."""

import re
from pathlib import Path

from playwright.sync_api import expect

from chat.web.pages.rooms import outbox
from models import LinkPreview, Message, MessageLink
from tests.browser.conftest import Person, TestRoom

ENTRIES = Path("chat/web/components/outbox/outbox_entries.js")


def test_a_preview_stands_below_its_message_until_the_author_removes_it(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    room.add(1, "Adam")
    message = Message.select().where(Message.room == room.id).get()
    page = LinkPreview.create(address="https://example.com/", address_hash=str(room.id), title="A page", site="Example")
    MessageLink.create(message=message, preview=page, position=0)
    for person in (adam, blake):
        person.opens(room)
        expect(person.page.get_by_role("link", name="A page")).to_have_attribute("href", "https://example.com/")
    blake.page.locator(".link-preview").hover()
    expect(blake.page.get_by_role("button", name="Remove preview")).to_be_hidden()
    adam.page.get_by_role("link", name="A page").focus()
    adam.page.keyboard.press("Tab")
    adam.page.keyboard.press("Enter")
    for person in (adam, blake):
        expect(person.page.locator(".link-preview")).to_have_count(0)


def test_the_outbox_of_the_browser_knows_all_actions_of_the_server() -> None:
    (listed,) = re.findall(r"^const ACTIONS = \[(.*)\];$", ENTRIES.read_text(), re.MULTILINE)
    assert sorted(re.findall(r"\w+", listed)) == sorted(outbox.ACTIONS)
