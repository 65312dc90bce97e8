"""Everything by keyboard: going to a room by its name, from room to room, and what tells all keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from models import Room
from tests.browser.conftest import Person, TestRoom, title_of
from tests.browser.test_policy import WATCH


@pytest.fixture
def adam(person: Callable[..., Person]) -> Person:
    """Adam, in whose browser nothing may be found wrong: neither by scripts nor by the policy."""
    adam = person("Adam")
    adam.page.add_init_script(WATCH)
    adam.page.on("console", lambda message: message.type == "error" and adam.errors.append(message.text))
    return adam


def dialog(person: Person, name: str) -> Locator:
    return person.page.get_by_role("dialog", name=name)


def test_a_room_is_gone_to_by_a_few_letters(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room("about there")
    Room.update(name="東京オフィス").where(Room.id == there.id).execute()
    adam.opens(here)
    adam.page.evaluate("window.mark = 'same page'")
    adam.page.keyboard.press("Control+k")
    box = dialog(adam, "Go to a room").get_by_role("combobox", name="Room")
    expect(box).to_be_focused()
    box.press_sequentially("nowhere at all")
    expect(dialog(adam, "Go to a room").get_by_role("status")).to_have_text("No rooms found.")
    box.press("Enter")
    box.fill("東オ")
    option = adam.page.get_by_role("option", selected=True)
    expect(option).to_contain_text("東京オフィス")
    expect(option).to_contain_text("about there")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    box.press("Enter")
    expect(adam.page.get_by_role("heading", name="東京オフィス")).to_be_visible()
    expect(adam.page).to_have_url(re.compile(f"/rooms/{there.id}$"))
    expect(adam.composer).to_be_focused()
    assert adam.page.evaluate("window.mark") == "same page"


def test_in_the_switcher_arrows_choose_and_esc_gives_the_focus_back(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("half a")
    adam.page.keyboard.press("Control+k")
    options = adam.page.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    adam.page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    adam.page.keyboard.press("ArrowUp")
    adam.page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    enter = "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    adam.page.get_by_role("combobox").evaluate(enter)  # which ends a word of an input method, and no more
    expect(dialog(adam, "Go to a room")).to_be_visible()
    adam.page.keyboard.press("Escape")
    expect(dialog(adam, "Go to a room")).to_be_hidden()
    expect(adam.composer).to_be_focused()
    adam.page.keyboard.type(" word")
    expect(adam.composer).to_have_value("half a word")


def test_alt_and_arrows_go_to_the_rooms_beside(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    new_room(), new_room()
    adam.page.goto(f"{adam.server.url}/rooms")
    adam.is_live()
    names = adam.page.locator("#rooms .room-name").all_text_contents()
    assert len(names) > 2
    adam.page.locator("#rooms > a").last.click()
    expect(adam.page).to_have_title(title_of(names[-1]))
    adam.page.keyboard.press("Alt+ArrowDown")
    expect(adam.page).to_have_title(title_of(names[0]))
    adam.is_live().says("mine, which arrow-up would edit")
    adam.sees("mine, which arrow-up would edit")
    expect(adam.composer).to_be_focused()
    adam.page.keyboard.press("Alt+ArrowDown")
    expect(adam.page).to_have_title(title_of(names[1]))
    adam.page.keyboard.press("Alt+ArrowUp")
    expect(adam.page).to_have_title(title_of(names[0]))
    expect(adam.editor).to_have_count(0)
    adam.page.keyboard.press("Alt+ArrowUp")  # above the first is the last
    expect(adam.page).to_have_title(title_of(names[-1]))


MAC = "Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' });"


def test_in_an_editor_alt_and_arrows_stay_in_the_room(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    new_room()
    room = new_room()
    adam.opens(room).says("mine")
    adam.sees("mine")
    adam.composer.press("ArrowUp")
    adam.editor.fill("half an edit")
    for key in ("Alt+ArrowUp", "Alt+ArrowDown"):
        adam.editor.press(key)
    expect(adam.editor).to_be_focused()
    expect(adam.editor).to_have_value("half an edit")
    expect(adam.page).to_have_url(re.compile(f"/rooms/{room.id}$"))


def test_on_a_mac_they_move_the_caret_in_a_box_with_text(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    new_room()
    room = new_room()
    adam.page.add_init_script(MAC)
    adam.opens(room).composer.fill("half a thought")
    for key in ("Alt+ArrowUp", "Alt+ArrowDown"):
        adam.composer.press(key)
    expect(adam.composer).to_have_value("half a thought")
    expect(adam.page).to_have_url(re.compile(f"/rooms/{room.id}$"))
    adam.composer.fill("")
    adam.composer.press("Alt+ArrowUp")
    expect(adam.page).not_to_have_url(re.compile(f"/rooms/{room.id}$"))


def test_all_keys_are_shown_and_esc_leads_back(adam: Person, room: TestRoom) -> None:
    room.add(2, "Rachel")
    adam.opens(room)
    keys = dialog(adam, "Keyboard shortcuts")
    adam.composer.press("?")
    expect(adam.composer).to_have_value("?")
    adam.composer.press("Control+/")
    expect(keys.get_by_text("Go to a room")).to_be_visible()
    adam.page.keyboard.press("Alt+ArrowDown")  # nothing happens behind what is in front
    adam.page.keyboard.press("Control+k")
    expect(keys).to_be_hidden()
    expect(dialog(adam, "Go to a room")).to_be_visible()
    adam.page.keyboard.press("Control+/")
    adam.page.keyboard.press("Control+/")
    expect(keys).to_be_hidden()
    expect(adam.composer).to_be_focused()
    adam.log.focus()
    adam.page.keyboard.press("ArrowUp")
    adam.page.keyboard.press("?")
    expect(keys).to_be_visible()
    adam.page.keyboard.press("Escape")
    expect(adam.rows.last).to_be_focused()
    adam.page.keyboard.press("Escape")
    expect(adam.composer).to_be_focused()
    expect(adam.page.get_by_role("heading", name=room.name)).to_be_visible()
    adam.page.locator(f"#rooms-{room.id}").focus()
    adam.page.keyboard.press("Escape")
    expect(adam.composer).to_be_focused()
    adam.chooses_in_account_menu("Keyboard shortcuts")
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()
