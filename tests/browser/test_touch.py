"""With a finger: press and hold."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Person, TestRoom

pytestmark = pytest.mark.long

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}


@pytest.fixture
def adam(person: Callable[..., Person]) -> Person:
    return person("Adam", **PHONE)


def holds(person: Person, element: Locator, seen: Locator) -> None:
    """Press an element until something is seen, then lift the finger."""
    box = element.bounding_box()
    assert box
    session = person.context.new_cdp_session(person.page)
    finger = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    expect(seen).to_be_visible()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_message_that_is_held_opens_a_sheet(adam: Person, room: TestRoom) -> None:
    room.add(30, "Adam")
    adam.opens(room)
    sheet = adam.page.get_by_role("menu", name="More actions")
    holds(adam, adam.row("message 29").locator(".message-body"), sheet)
    expect(sheet).to_be_visible()  # the finger was lifted above one of its items
    box = sheet.bounding_box()
    assert box
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 390, 844)
    for item in sheet.get_by_role("menuitem").filter(visible=True).all():
        size = item.bounding_box()
        assert size
        assert size["height"] >= 48
    adam.item("React with party popper").tap()
    expect(sheet).to_be_hidden()
    expect(adam.row("message 29").locator(".reactions button")).to_have_text(["🎉1"])
    holds(adam, adam.row("message 29").locator(".message-body"), sheet)
    adam.page.touchscreen.tap(200, 100)
    expect(sheet).to_be_hidden()


def test_a_reaction_that_is_held_says_whose_it_is(adam: Person, room: TestRoom) -> None:
    room.add(1, "Adam")
    adam.opens(room)
    adam.stored("message 1").tap()
    adam.button("More actions").tap()
    adam.item("React with eyes").tap()
    chip = adam.row("message 1").locator(".reactions button")
    held = adam.page.locator(".reactions [data-held]")
    holds(adam, chip, held)
    expect(chip).to_have_attribute("aria-pressed", "true")  # it was not pressed
    shown = "chip => getComputedStyle(chip, '::after').content"
    assert adam.name in chip.evaluate(shown)
    adam.composer.tap()
    expect(held).to_have_count(0)


def test_what_moves_scrolls(adam: Person, room: TestRoom) -> None:
    room.add(80, "Adam")
    adam.opens(room)
    session = adam.context.new_cdp_session(adam.page)
    session.send("Input.synthesizeScrollGesture", {"x": 200, "y": 300, "yDistance": 200, "speed": 400})
    expect(adam.page.get_by_role("menu")).to_have_count(0)


def test_the_tap_that_shows_the_toolbar_presses_none_of_its_buttons(adam: Person, room: TestRoom) -> None:
    room.add(3, "Adam", body="wide {} \n\nand high".format)
    adam.opens(room)
    row = adam.row("wide 2")
    toolbar = row.locator(".message-toolbar")
    row.tap(position={"x": 5, "y": 5})
    for button in toolbar.get_by_role("button").filter(visible=True).all():
        box = button.bounding_box()
        assert box
        adam.page.evaluate("document.activeElement.blur()")
        expect(toolbar).to_have_count(0)
        adam.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] - 4)
        expect(toolbar).to_be_visible()
        expect(adam.page.locator("dialog[open], [role=menu]:popover-open, .message-editor")).to_have_count(0)
        expect(adam.page).to_have_url(re.compile(f"/rooms/{room.id}$"))
    toolbar.get_by_role("button", name="More actions").tap()
    expect(adam.page.get_by_role("menu", name="More actions")).to_be_visible()


def test_deleting_a_message_opens_no_keyboard(adam: Person, room: TestRoom) -> None:
    room.add(2, "Adam")
    adam.opens(room)
    adam.stored("message 2").tap(position={"x": 5, "y": 5})
    adam.button("More actions").tap()
    adam.item("Delete message").tap()
    adam.item("Delete message").tap()
    adam.sees_no("message 2")
    expect(adam.log).to_be_focused()
