"""More that can be done with a message: by its toolbar, its menu, and on a phone by a sheet."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person, TestRoom

pytestmark = pytest.mark.long

CLIPBOARD = "navigator.clipboard.readText()"


def test_links_and_texts_are_copied(adam: Person, room: TestRoom) -> None:
    adam.context.grant_permissions(["clipboard-read", "clipboard-write"])
    room.add(2, "Blake", body="see https://example.com/{}".format)
    adam.opens(room)
    adam.opens_menu_of("example.com/1")
    adam.item("Copy text").click()
    expect(adam.page.get_by_text("Text copied.")).to_be_visible()
    assert adam.page.evaluate(CLIPBOARD) == "see https://example.com/1"
    adam.opens_menu_of("example.com/2")
    adam.item("Copy link").click()
    expect(adam.page.get_by_text("Link copied.")).to_be_visible()
    key = adam.row("example.com/2").get_attribute("data-key")
    assert adam.page.evaluate(CLIPBOARD) == f"{adam.url}/rooms/{room.id}/@{key}"


def test_one_press_reacts_and_another_takes_it_back(adam: Person, room: TestRoom) -> None:
    room.add(1, "Blake")
    adam.opens(room)
    chips = adam.row("message 1").locator(".reactions button")
    adam.stored("message 1").hover()
    adam.button("React with done").click()
    expect(chips).to_have_text(["✅1"])
    adam.button("React with done").click()
    expect(chips).to_have_count(0)


def test_by_keys_the_menu_opens_goes_round_and_gives_the_focus_back(adam: Person, room: TestRoom) -> None:
    room.add(2, "Adam")
    adam.opens(room)
    adam.stored("message 1").focus()
    adam.button("More actions").focus()
    adam.page.keyboard.press("Enter")
    expect(adam.page.get_by_role("menuitem", name="Reply", exact=True)).to_be_focused()
    expect(adam.button("More actions")).to_have_attribute("aria-expanded", "true")
    adam.page.keyboard.press("ArrowUp")
    expect(adam.item("Delete message")).to_be_focused()
    adam.page.keyboard.press("Enter")
    expect(adam.item("Delete message: press again to delete")).to_be_focused()
    adam.page.keyboard.press("Escape")
    expect(adam.item("Delete message")).to_be_hidden()
    expect(adam.button("More actions")).to_be_focused()
    expect(adam.button("More actions")).to_have_attribute("aria-expanded", "false")
    adam.page.keyboard.press("Enter")
    adam.page.keyboard.press("e")
    adam.page.keyboard.press("Enter")
    expect(adam.editor).to_be_focused()
    expect(adam.button("More actions")).to_have_count(0)


def test_the_focus_stays_with_the_messages_when_one_is_deleted(adam: Person, room: TestRoom) -> None:
    room.add(3, "Adam")
    adam.opens(room)
    adam.stored("message 1").focus()
    adam.button("More actions").focus()
    for key in ("Enter", "End", "Enter", "Enter"):
        adam.page.keyboard.press(key)
    adam.sees_no("message 1")
    expect(adam.row("message 2")).to_be_focused()
    adam.presses_delete_twice("message 3")
    adam.sees_no("message 3")
    expect(adam.composer).to_be_focused()


def test_the_focus_stays_in_the_list_of_what_is_not_sent_yet(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.loses_the_connection()
    adam.says("one", "two")
    adam.button("2 waiting").click()
    dialog = adam.page.get_by_role("dialog", name="Not sent yet")
    dialog.get_by_role("listitem").filter(has_text="one").get_by_role("button", name="Discard").click()
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    expect(dialog.get_by_role("link")).to_be_focused()
    adam.tabs_to(dialog.get_by_role("button", name="Discard"))
    adam.page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    adam.tabs_to(dialog.get_by_role("button", name="Undo"))
    adam.page.keyboard.press("Enter")
    expect(dialog.get_by_role("listitem")).to_contain_text("two")
    expect(dialog.get_by_role("link")).to_be_focused()
    expect(dialog.get_by_role("button", name="Undo")).to_have_count(0)
    adam.page.keyboard.press("Escape")
    adam.gets_it_back()
    adam.sees("two")
    adam.sees_no("one")


def test_the_toolbar_stays_while_its_menu_is_open_and_a_press_outside_closes_it(adam: Person, room: TestRoom) -> None:
    room.add(9, "Adam")
    adam.opens(room)
    adam.opens_menu_of("message 8")
    adam.stored("message 2").hover()
    expect(adam.row("message 8").locator(".message-toolbar")).to_be_visible()
    adam.composer.click()
    expect(adam.item("Copy text")).to_be_hidden()
    expect(adam.page.locator(".message-toolbar")).to_have_count(0)


def test_an_emoji_comes_where_the_caret_is(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("good morning")
    for _ in range(len(" morning")):
        adam.composer.press("ArrowLeft")
    adam.page.get_by_role("button", name="Emoji", exact=True).click()
    adam.page.get_by_role("combobox", name="Emoji").fill("party popper")
    adam.page.keyboard.press("Enter")
    expect(adam.composer).to_have_value("good🎉 morning")
    expect(adam.composer).to_be_focused()


def test_text_and_composer_share_one_column(adam: Person, room: TestRoom) -> None:
    room.add(1, "Adam", body=lambda _: "wide " * 400)
    adam.opens(room)
    adam.page.set_viewport_size({"width": 1920, "height": 800})
    text = adam.row("wide").locator(".message-body").bounding_box()
    box = adam.page.locator(".composer-box").bounding_box()
    assert box["width"] == 900
    assert box["height"] >= 44
    assert text["x"] == box["x"] + 36 + 12
    assert text["x"] + text["width"] <= box["x"] + box["width"]
    adam.page.set_viewport_size({"width": 1280, "height": 800})
