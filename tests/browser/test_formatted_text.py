"""Formatted text as people see, edit and copy it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from models import Message
from tests.browser.conftest import Person, TestRoom

CODE = "```python\ndef f():\n    return 1  # one\n```"
TALK = f"**Found** it:\n{CODE}\nSee [the runbook](https://example.com/runbooks/1)"
LONG = "\n".join(f"line {number}" for number in range(60))


@pytest.fixture
def adam(person: Callable[..., Person]) -> Person:
    """Adam's browser."""
    return person("Adam")


@pytest.fixture
def blake(person: Callable[..., Person]) -> Person:
    """Blake's browser."""
    return person("Blake")


def top(person: Person, text: str) -> float:
    return person.row(text).evaluate("row => row.getBoundingClientRect().top")


def test_what_is_typed_is_formatted_for_everybody_and_edited_as_it_was_typed(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says(TALK)
    for person in (adam, blake):
        body = person.row("Found").locator(".message-body")
        expect(body.locator("strong")).to_have_text("Found")
        expect(body.locator("pre")).to_have_attribute("data-language", "Python")
        expect(body.locator("pre .k").first).to_have_text("def ")
        expect(body.get_by_role("link", name="the runbook")).to_have_attribute("target", "_blank")
    adam.composer.press("ArrowUp")
    expect(adam.editor).to_have_value(TALK)
    adam.editor.fill("now *this* and `@adam`")
    adam.editor.press("Enter")
    expect(blake.row("now").locator("em")).to_have_text("this")
    expect(blake.row("now").locator(".mention")).to_have_count(0)
    expect(blake.row("now").locator(".message-body")).to_have_attribute("data-edited", re.compile("^edited"))
    assert Message.get(Message.room == room.id).body == "now *this* and `@adam`"


def test_code_and_sources_are_copied(adam: Person, room: TestRoom) -> None:
    adam.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copied = lambda: adam.page.evaluate("navigator.clipboard.readText()")  # noqa: E731
    adam.opens(room).says(TALK)
    adam.row("Found").locator(".code").hover()
    adam.button("Copy code").click()
    expect(adam.page.get_by_text("Code copied.")).to_be_visible()
    assert copied() == "def f():\n    return 1  # one"
    adam.opens_menu_of("Found")
    adam.item("Copy text").click()
    expect(adam.page.get_by_text("Text copied.")).to_be_visible()
    assert copied() == TALK


def test_a_long_message_unfolds_where_it_is_and_stays_so(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room).says("before", LONG, "after")
    row = adam.row("line 59")
    adam.sees("after")
    folded = row.bounding_box()["height"]
    unfold = row.get_by_role("button", name="Show more")
    unfold.scroll_into_view_if_needed()
    before = top(adam, "line 59")
    unfold.click()
    expect(row.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    assert row.bounding_box()["height"] > 2 * folded
    assert abs(top(adam, "line 59") - before) < 2
    blake.opens(room)
    blake.stored("line 59").hover()
    blake.row("line 59").get_by_role("button", name="React with thumbs up").click()
    expect(row.locator(".reactions button")).to_be_attached()
    expect(row.get_by_role("button", name="Show less")).to_be_attached()
    row.get_by_role("button", name="Show less").click()
    expect(row.get_by_role("button", name="Show more")).to_be_attached()


def test_a_link_with_words_of_its_own_shows_where_it_leads(adam: Person, room: TestRoom) -> None:
    adam.opens(room).says(TALK)
    link = adam.page.get_by_role("link", name="the runbook")
    address = adam.page.get_by_role("tooltip")
    link.focus()
    expect(address).to_have_text("https://example.com/runbooks/1")
    expect(link).to_have_attribute("aria-describedby", "link-address")
    adam.composer.focus()
    expect(address).to_be_hidden()
    link.hover()
    expect(address).to_be_visible()
    adam.composer.hover()
    expect(address).to_be_hidden()


def test_words_for_emoji_become_large_emoji(adam: Person, blake: Person, room: TestRoom) -> None:
    blake.opens(room)
    adam.opens(room).says(":tada: :+1:")
    expect(blake.row("🎉 👍")).to_have_attribute("data-emoji", "")
    expect(blake.row("🎉 👍").locator(".message-body")).to_have_css("font-size", "32px")
