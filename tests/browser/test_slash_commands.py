"""Commands that begin with a slash: listed, done, refused where one is, and told apart from messages."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Person, TestRoom
from tests.browser.test_mentions import options


def notice(person: Person, text: str) -> Locator:
    return person.page.get_by_role("alert").filter(has_text=text)


def test_commands_are_listed_and_done_and_what_is_none_can_be_sent(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    box, commands = adam.composer, options(adam, "Commands")
    box.press_sequentially("/m")
    expect(commands).to_have_text(["/metextSay what you do", "/muteBe told of nothing in this room"])
    box.press("Enter")
    expect(box).to_have_value("/me ")
    expect(commands).to_have_count(0)
    box.press_sequentially("waves at Blake")
    box.press("Enter")
    expect(blake.row("waves at Blake").locator("em")).to_have_text("waves at Blake")
    adam.says("/shrug well")
    blake.sees("well ¯\\_(ツ)_/¯")

    adam.says("/tmp is full")
    expect(notice(adam, "There is no command /tmp. Nothing was sent.")).to_be_visible()
    expect(box).to_have_value("/tmp is full")
    box.press("Escape")
    expect(notice(adam, "There is no command")).to_have_count(0)
    expect(box).to_have_value("/tmp is full")
    box.press("Enter")
    adam.button("Send as message").click()
    blake.sees("/tmp is full")
    expect(box).to_have_value("")
    adam.says("/etc/hosts is broken", "//me is how one does it")
    blake.sees("/etc/hosts is broken", "/me is how one does it")

    adam.says("/dnd forever")
    expect(notice(adam, "Say for how long")).to_be_visible()
    expect(box).to_have_value("/dnd forever")
    box.fill("/mute")
    expect(notice(adam, "Say for how long")).to_have_count(0)
    box.press("Enter")
    expect(notice(adam, "Muted. /unmute undoes it.")).to_be_visible()
    expect(box).to_have_value("")
    adam.loses_the_connection()
    adam.says("/unmute")
    expect(notice(adam, "No connection: /unmute was not done.")).to_be_visible()
    expect(box).to_have_value("/unmute")
    adam.gets_it_back()
    box.press("Enter")
    expect(notice(adam, "Unmuted.")).to_be_visible()
    box.press_sequentially("/leave")
    box.press("Enter")
    expect(adam.page).to_have_url(re.compile("/leave$"))
    adam.opens(room)
    expect(adam.composer).to_have_value("")


@pytest.mark.long
def test_an_editor_knows_no_commands(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.says("first")
    adam.composer.press("ArrowUp")
    adam.editor.fill("")
    adam.editor.press_sequentially("/me")
    expect(options(adam, "Commands")).to_have_count(0)
    adam.editor.press("Enter")
    adam.sees("/me")
