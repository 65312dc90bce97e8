"""Formatting while one writes: by keys, by the toolbar, in lists and code, with a preview."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from models import Message
from tests.browser.conftest import Person, TestRoom

LONG_TEXT = "A line of what somebody writes, of about sixty-five letters …\n" * 63


@pytest.fixture
def adam(person: Callable[..., Person]) -> Person:
    """Adam, who writes."""
    return person("Adam")


def select(box: Locator, start: int, end: int) -> None:
    box.evaluate("(box, [start, end]) => box.setSelectionRange(start, end)", [start, end])


def bar(person: Person) -> Locator:
    return person.page.locator(".composer").get_by_role("toolbar", name="Formatting")


def test_a_message_is_formatted_by_keys_looked_at_taken_back_and_sent(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    keys, box = adam.page.keyboard, adam.composer
    box.fill("see this now")
    select(box, 4, 8)
    keys.press("Control+b")
    expect(box).to_have_value("see **this** now")
    bold = bar(adam).get_by_role("button", name="Bold")
    expect(bold).to_have_attribute("aria-pressed", "true")
    keys.press("Home")
    expect(bold).to_have_attribute("aria-pressed", "false")
    select(box, 6, 10)
    keys.press("Control+k")  # of what is selected; without that it leads to a room
    expect(box).to_have_value("see **[this]()** now")
    keys.insert_text("https://example.com")
    for _ in range(3):
        keys.press("Control+z")
    expect(box).to_have_value("see this now")
    keys.press("Control+End")
    keys.press("Shift+Enter")
    keys.type("- one")
    keys.press("Shift+Enter")
    keys.press("Tab")
    keys.press("Control+e")
    keys.type("two")
    keys.press("Control+e")
    for _ in range(2):
        keys.press("Shift+Enter")
    keys.type("```py")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("print(@Adam)")
    text = "see this now\n- one\n  - `two`\n\n```py\n    print(@Adam)"
    expect(box).to_have_value(text)
    keys.press("Control+Alt+p")
    preview = adam.page.get_by_role("region", name="Preview")
    expect(preview.locator("li li code")).to_have_text("two")
    expect(preview.locator("pre")).to_contain_text("print(@Adam)")
    keys.press("Escape")
    expect(box).to_be_focused()
    keys.press("Escape")
    keys.press("Tab")  # out of the code, and of the box
    expect(box).not_to_be_focused()
    box.focus()
    block = bar(adam).get_by_role("button", name="Code block")
    expect(block).to_have_attribute("aria-pressed", "true")
    keys.press("Control+Enter")
    expect(adam.rows.locator("li li code")).to_have_text("two")
    expect(block).to_have_attribute("aria-pressed", "false")
    assert Message.get(Message.room == room.id).body == text


def test_the_toolbar_is_one_stop_of_tab_can_be_hidden_and_stays_so(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("word")
    select(adam.composer, 0, 4)
    bar(adam).get_by_role("button", name="Italic").click()
    expect(adam.composer).to_have_value("_word_")
    expect(adam.composer).to_be_focused()
    bar(adam).get_by_role("button", name="Bold").focus()
    for key in ("ArrowLeft", "ArrowLeft", "Home", "End", "ArrowRight", "ArrowRight"):
        adam.page.keyboard.press(key)
    expect(bar(adam).get_by_role("button", name="Italic")).to_be_focused()
    assert bar(adam).locator("[tabindex='0']").count() == 1
    adam.page.keyboard.press("Enter")
    expect(adam.composer).to_have_value("word")
    adam.button("Hide formatting").click()
    expect(bar(adam)).to_be_hidden()
    adam.page.reload()
    expect(adam.composer).to_have_value("word")
    expect(bar(adam)).to_be_hidden()
    adam.button("Show formatting").click()
    expect(bar(adam)).to_be_visible()


def test_an_edit_is_formatted_and_looked_at_in_its_row(adam: Person, room: TestRoom) -> None:
    adam.opens(room).says("mine")
    adam.sees("mine")
    adam.composer.press("ArrowUp")
    select(adam.editor, 0, 4)
    adam.page.keyboard.press("Control+Shift+x")
    expect(adam.editor).to_have_value("~~mine~~")
    adam.page.keyboard.press("Control+Alt+p")
    expect(adam.page.get_by_role("region", name="Preview").locator("s")).to_have_text("mine")
    adam.page.keyboard.press("Enter")
    expect(adam.rows.locator("s")).to_have_text("mine")
    expect(adam.composer).to_be_focused()


@pytest.mark.long
def test_keys_and_words_of_an_input_method_are_its_own(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("- ")
    session = adam.context.new_cdp_session(adam.page)

    def composes(text: str) -> None:
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})

    def presses(key: str, code: str = "", modifiers: int = 0) -> None:
        given = {"key": key, "code": code, "windowsVirtualKeyCode": 229, "modifiers": modifiers}
        for kind in ("rawKeyDown", "keyUp"):
            session.send("Input.dispatchKeyEvent", {"type": kind, **given})

    composes("にほん")
    for key, code, modifiers in (("Enter", "Enter", 0), ("Tab", "Tab", 0), ("Process", "KeyB", 2)):
        presses(key, code, modifiers)
    expect(adam.composer).to_have_value("- にほん")
    session.send("Input.insertText", {"text": "日本"})
    adam.page.keyboard.press("Shift+Enter")
    expect(adam.composer).to_have_value("- 日本\n- ")
    for text in ("w", "wo", "wor"):  # as keyboards of Android do, whose keys have no name
        presses("Unidentified")
        composes(text)
    session.send("Input.insertText", {"text": "word"})
    expect(adam.composer).to_have_value("- 日本\n- word")
    adam.composer.evaluate(
        "box => { box.setSelectionRange(7, 11); document.execCommand('insertText', false, 'world'); }"
    )
    expect(adam.composer).to_have_value("- 日本\n- world")  # as autocorrection does
    adam.page.keyboard.press("Control+z")
    expect(adam.composer).to_have_value("- 日本\n- word")
    assert adam.rows.count() == 0


@pytest.mark.long
def test_a_key_in_a_long_text_has_one_layout_made(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill(LONG_TEXT)
    adam.composer.press("Control+End")
    session = adam.context.new_cdp_session(adam.page)
    session.send("Performance.enable")

    def layouts() -> float:
        adam.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "LayoutCount")

    layouts()
    before = layouts()
    for _ in range(5):
        adam.composer.press("x")
        layouts()
    assert layouts() - before <= 12


@pytest.mark.long
def test_by_touch_enter_goes_on_with_a_list_and_no_button_is_cut_off(
    person: Callable[..., Person], room: TestRoom
) -> None:
    adam = person("Adam", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    adam.opens(room)
    expect(bar(adam)).to_be_hidden()
    adam.button("Show formatting").tap()
    bar(adam).get_by_role("button", name="Bulleted list").tap()
    adam.page.keyboard.type("one")
    adam.page.keyboard.press("Enter")
    expect(adam.composer).to_have_value("- one\n- ")
    assert bar(adam).evaluate("bar => bar.scrollWidth === bar.clientWidth")
    assert adam.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    adam.page.keyboard.type("two")
    bar(adam).get_by_role("button", name="Preview").tap()
    expect(adam.page.get_by_role("region", name="Preview").locator("li")).to_have_text(["one", "two"])
    adam.button("Send").tap()
    expect(adam.rows.locator("li")).to_have_text(["one", "two"])
    expect(adam.page.get_by_role("region", name="Preview")).to_have_count(0)
