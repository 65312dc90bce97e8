"""Emoji by their shortcodes, while one types: in the composer and in editors, by keys and by the mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person, TestRoom
from tests.browser.test_mentions import COMPOSED_ENTER, options

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _forgets_what_was_chosen(adam: Person) -> Iterator[None]:
    yield
    adam.page.evaluate("localStorage.removeItem('streamchat:emoji')")


def test_emoji_are_completed_as_names_are(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    box = adam.composer
    emoji = options(adam, "Emoji")
    box.press_sequentially("see you at 10:30 :)")
    expect(emoji).to_have_count(0)
    box.fill("")
    box.press_sequentially("hooray :ta")
    expect(emoji.first).to_contain_text(":tada:")
    expect(box).to_have_attribute("aria-activedescendant", "completion-0")
    box.press("ArrowDown")
    expect(emoji.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    box.evaluate(COMPOSED_ENTER)
    expect(emoji.first).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("hooray 🎉 ")
    expect(emoji).to_have_count(0)
    box.press_sequentially("`:ta")
    expect(emoji).to_have_count(0)
    box.press_sequentially("` :+1")
    expect(emoji.first).to_contain_text(":+1:")
    emoji.first.click()
    expect(box).to_have_value("hooray 🎉 `:ta` 👍 ")
    box.press_sequentially(":100")
    expect(emoji.first).to_contain_text("💯")
    box.press("Escape")
    box.press("Enter")
    adam.sees("hooray 🎉 :ta 👍 :100")  # the code without its backticks


def test_a_second_colon_ends_a_shortcode_and_what_one_uses_comes_first(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    box = adam.composer
    emoji = options(adam, "Emoji")
    box.press_sequentially(":smirk")
    expect(emoji.first).to_contain_text(":smirk:")
    box.press_sequentially(":")
    expect(box).to_have_value("😏 ")
    box.press_sequentially(":sm")
    expect(emoji.first).to_contain_text(":smirk:")
    box.press("Escape")
    box.press_sequentially(":nothing_of_the_kind:")
    box.press("Enter")
    adam.sees("😏 :sm:nothing_of_the_kind:")
    box.press("ArrowUp")
    editor = adam.page.get_by_role("textbox", name="Edit message")
    editor.fill("")
    editor.press_sequentially(":roc")
    expect(emoji.first).to_contain_text(":rocket:")
    editor.press("Tab")
    expect(editor).to_have_value("🚀 ")
    editor.press("Enter")
    adam.sees("🚀")
