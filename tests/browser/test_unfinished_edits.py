"""An edit is kept from its first letter until it is saved or cancelled; then it is in its message, or nowhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chat.web.components.room_view.room_view import WINDOW
from models import Message
from tests.browser.conftest import PATIENCE, Person, TestRoom
from tests.browser.faulty_network import FaultyNetwork

pytestmark = pytest.mark.long

on_phone_and_desktop = pytest.mark.parametrize("width", [320, 1280])

IS_OUT_OF_THE_WINDOW = """(key) => {
    const log = document.querySelector("#messages");
    log.scrollTop = 0;
    return !document.getElementById(`messages-${key}`);
}"""

DRAFTS = "() => Object.keys(localStorage).filter((key) => /^streamchat:(draft|edit|outbox):/.test(key))"


@pytest.fixture
def width() -> int:
    return 1280


@pytest.fixture
def adam(person: Callable[..., Person], network: FaultyNetwork, width: int) -> Person:
    """The one who edits, on a network that can fail."""
    adam = person("Adam", network)
    adam.page.set_viewport_size({"width": width, "height": 800})
    return adam


@pytest.fixture
def elsewhere(person: Callable[..., Person], adam: Person) -> Person:
    """Adam too, in another browser."""
    return person("Adam")


def begins_to_edit(person: Person, old: str, new: str) -> None:
    person.stored(old).hover()
    person.button("Edit message").click()
    person.editor.fill(new)


def has_nothing_left(person: Person) -> None:
    expect(person.editor).to_have_count(0)
    expect(person.page.locator(".message-waiting")).to_have_count(0)
    expect(person.composer).to_have_value("")
    assert person.page.evaluate(DRAFTS) == []


@on_phone_and_desktop
def test_an_open_edit_survives_a_change_of_room_and_a_reload(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room()
    here.add(5, "Adam")
    adam.opens(here)
    begins_to_edit(adam, "message 4", "half an edit")
    adam.moves_to(there)
    expect(adam.composer).to_have_value("")
    adam.moves_to(here)
    expect(adam.editor).to_have_value("half an edit")
    adam.page.reload()
    expect(adam.is_live().editor).to_have_value("half an edit")
    adam.editor.press("Enter")
    adam.sees("half an edit")
    has_nothing_left(adam)
    assert adam.bodies() == ["message 1", "message 2", "message 3", "half an edit", "message 5"]


def test_an_edit_begun_in_one_tab_goes_on_in_another(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room()
    here.add(5, "Adam")
    tab = adam.opens(here).opens_another_tab(here)
    begins_to_edit(tab, "message 4", "half an edit")
    expect(adam.unsent).to_contain_text("Unfinished edit: half an edit")
    tab.moves_to(there)
    tab.page.close()
    adam.button("Continue editing").click()
    expect(adam.editor).to_have_value("half an edit")
    expect(adam.unsent).to_have_count(0)
    adam.editor.fill("a whole one")
    adam.editor.press("Enter")
    adam.sees("a whole one")
    has_nothing_left(adam)


def test_two_tabs_that_edit_one_message_keep_both_texts(adam: Person, room: TestRoom) -> None:
    room.add(5, "Adam")
    tab = adam.opens(room).opens_another_tab(room)
    begins_to_edit(adam, "message 4", "in the first")
    expect(tab.button("Continue editing")).to_have_count(1)
    begins_to_edit(tab, "message 4", "in the second")
    expect(tab.unsent).to_contain_text("in the first")
    expect(tab.button("Continue editing")).to_have_count(0)  # it would replace what is typed here
    adam.button("Save").click()
    tab.sees("in the first")
    expect(tab.editor).to_have_value("in the second")
    tab.button("Save").click()
    expect(tab.editor).to_have_value("in the second")
    expect(tab.page.locator(".message-editor")).to_contain_text("This message was changed in the meantime.")
    tab.button("Save").click()
    adam.sees("in the second")
    has_nothing_left(tab)
    has_nothing_left(adam)


def test_an_edit_cancelled_in_one_tab_is_gone_from_the_other(adam: Person, room: TestRoom) -> None:
    room.add(5, "Adam")
    tab = adam.opens(room).opens_another_tab(room)
    begins_to_edit(tab, "message 4", "half an edit")
    adam.button("Continue editing").click()
    adam.editor.press("Escape")
    has_nothing_left(tab)
    has_nothing_left(adam)


def test_the_caret_keys_of_a_mac_lose_no_edit(adam: Person, room: TestRoom) -> None:
    room.add(1, "Adam")
    adam.opens(room)
    begins_to_edit(adam, "message 1", "half an edit")
    adam.editor.press("Alt+ArrowUp")
    adam.editor.press("Alt+ArrowDown")
    adam.opens(room)
    expect(adam.editor).to_have_value("half an edit")


def test_an_edit_whose_row_is_scrolled_out_of_the_window_is_kept_apart(adam: Person, room: TestRoom) -> None:
    room.add(WINDOW + 100, "Adam", body="message {};".format)
    key = Message.get(Message.room == room.id, Message.body == f"message {WINDOW + 100};").id
    adam.opens(room)
    begins_to_edit(adam, f"message {WINDOW + 100};", "half an edit")
    adam.page.wait_for_function(IS_OUT_OF_THE_WINDOW, arg=str(key), timeout=3 * PATIENCE)
    expect(adam.page.locator(".unfinished-edit")).to_contain_text("half an edit")
    expect(adam.composer).to_have_value("")
    adam.composer.press("Enter")
    adam.button("Jump to newest").click()
    expect(adam.editor).to_have_value("half an edit")
    expect(adam.page.locator(".unfinished-edit")).to_have_count(0)
    adam.editor.press("Enter")
    adam.sees("half an edit")
    has_nothing_left(adam)
    assert Message.select().where(Message.room == room.id).count() == WINDOW + 100
    assert Message.get_by_id(key).body == "half an edit"


@pytest.mark.parametrize("button", ["Save", "Cancel"])
def test_a_message_edited_once_and_deleted_later_does_not_come_back(
    button: str, adam: Person, blake: Person, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("first")
    adam.sees("first")
    begins_to_edit(adam, "first", "first, edited")
    adam.button(button).click()
    text = "first, edited" if button == "Save" else "first"
    blake.sees(text)
    adam.sees(text)
    expect(adam.page.locator(".message-waiting")).to_have_count(0)
    adam.deletes(text)
    blake.sees_no(text)
    has_nothing_left(adam)


@on_phone_and_desktop
def test_of_two_windows_that_edit_one_message_the_second_is_told_and_keeps_its_text(
    adam: Person, elsewhere: Person, room: TestRoom
) -> None:
    room.add(1, "Adam")
    adam.opens(room)
    elsewhere.opens(room)
    begins_to_edit(adam, "message 1", "by the second")
    elsewhere.edits("message 1", "by the first")
    adam.sees("by the first")
    adam.editor.press("Enter")
    expect(adam.editor).to_have_value("by the second")
    expect(adam.rows.get_by_role("alert")).to_contain_text("changed in the meantime")
    expect(adam.rows.locator(".message-body")).to_be_visible()
    expect(adam.rows.locator(".message-body")).to_have_text("by the first")
    assert [row.body for row in Message.select().where(Message.room == room.id)] == ["by the first"]
    adam.editor.press("Enter")
    elsewhere.sees("by the second")
    has_nothing_left(adam)


def test_edits_and_deletions_made_offline_wait_in_sight(
    adam: Person, blake: Person, network: FaultyNetwork, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    here.add(3, "Adam")
    adam.opens(here)
    blake.opens(here)
    network.drop()
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    begins_to_edit(adam, "message 1", "edited offline")
    adam.button("Save").click()
    waiting = adam.page.locator("[data-key] > .message-waiting")
    expect(waiting).to_contain_text("edited offline")
    adam.presses_delete_twice("message 2")
    expect(waiting).to_have_count(2)
    expect(adam.button("2 waiting")).to_be_visible()
    network.restore()
    blake.sees_no("message 2")
    blake.sees("edited offline")
    expect(waiting).to_have_count(0)
    expect(adam.button("waiting")).to_have_count(0)
    has_nothing_left(adam)
    adam.moves_to(there)
    assert blake.bodies() == ["edited offline", "message 3"]


def test_an_edit_whose_answer_was_lost_does_not_undo_a_later_one(
    adam: Person, elsewhere: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    room.add(1, "Adam")
    adam.opens(room)
    elsewhere.opens(room)
    network.lose_answers()
    begins_to_edit(adam, "message 1", "earlier edit")
    adam.button("Save").click()
    elsewhere.sees("earlier edit")
    elsewhere.edits("earlier edit", "later edit")
    elsewhere.sees("later edit")
    expect(elsewhere.page.locator(".message-waiting")).to_have_count(0)
    network.drop()
    network.restore()
    adam.sees("later edit")
    expect(adam.page.locator(".message-waiting")).to_have_count(0)
    has_nothing_left(adam)
    assert [row.body for row in Message.select().where(Message.room == room.id)] == ["later edit"]
