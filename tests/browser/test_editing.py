"""Changing and taking back one's own words."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from models import Message
from tests.browser.conftest import Person, TestRoom

FORGE = """([key, action, body]) => {
    document.querySelector(".room-view").roomView.outbox.add(action, { body, base: null }, String(key));
}"""


def test_the_actions_are_offered_on_my_own_messages_alone(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("mine")
    blake.sees("mine")
    blake.stored("mine").hover()
    expect(blake.button("Edit message")).to_have_count(0)
    adam.stored("mine").hover()
    expect(adam.button("Edit message")).to_be_visible()
    adam.button("More actions").click()
    expect(adam.item("Delete message")).to_be_visible()


def test_actions_are_reached_by_keyboard(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.says("first", "second")
    adam.sees("second")
    adam.log.focus()
    adam.page.keyboard.press("ArrowUp")
    expect(adam.row("second")).to_be_focused()
    adam.page.keyboard.press("ArrowUp")
    expect(adam.row("first")).to_be_focused()
    adam.tabs_to(adam.button("Edit message"))
    adam.page.keyboard.press("Enter")
    expect(adam.editor).to_be_focused()
    adam.page.keyboard.press("Escape")
    expect(adam.editor).to_have_count(0)
    expect(adam.composer).to_be_focused()


def test_arrow_up_in_an_empty_composer_edits_my_last_message(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("older", "newest")
    adam.sees("newest")
    blake.says("not mine")
    adam.sees("not mine")
    adam.composer.press("ArrowUp")
    expect(adam.editor).to_have_value("newest")
    adam.editor.fill("newest, corrected")
    adam.editor.press("Enter")
    blake.sees("newest, corrected")
    expect(adam.composer).to_be_focused()
    adam.loses_the_connection()
    adam.says("on its way")
    adam.composer.press("ArrowUp")  # it, once it is stored; not the one before
    expect(adam.row("on its way")).to_contain_text("sending…")
    expect(adam.editor).to_have_count(0)
    adam.gets_it_back()
    expect(adam.editor).to_have_value("on its way")
    expect(adam.editor).to_be_focused()


def test_an_edited_message_says_so(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("frist https://example.com/a")
    adam.edits("frist", "first https://example.com/b")
    body = blake.row("first").locator(".message-body")
    expect(body).to_have_attribute("data-edited", re.compile("^edited "))
    expect(blake.page.get_by_role("link", name="https://example.com/b")).to_be_visible()


def test_delete_asks_once_and_forgets_when_one_moves_on(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.says("keep me", "or me")
    adam.sees("or me")
    adam.opens_menu_of("keep me")
    adam.item("Delete message").click()
    adam.page.keyboard.press("Escape")
    adam.opens_menu_of("keep me")
    adam.item("Delete message").click()
    adam.sees("keep me")
    adam.item("Delete message").click()
    adam.sees_no("keep me")
    adam.sees("or me")


def test_text_being_edited_survives_an_update_of_its_row(adam: Person, person, room: TestRoom) -> None:
    adam.opens(room)
    adam.says("original")
    adam.sees("original")
    again = person("Adam").opens(room)
    adam.stored("original").hover()
    adam.button("Edit message").click()
    adam.editor.fill("a long and thoughtful correction")
    again.edits("original", "from the other tab")
    expect(adam.rows.locator(".message-body")).to_have_text("from the other tab")
    expect(adam.editor).to_have_value("a long and thoughtful correction")
    expect(adam.editor).to_be_focused()
    adam.button("Save").click()
    expect(adam.page.get_by_role("alert")).to_contain_text("changed in the meantime")
    expect(adam.rows.locator(".message-body")).to_be_visible()
    expect(adam.editor).to_have_value("a long and thoughtful correction")
    adam.button("Save").click()
    again.sees("a long and thoughtful correction")


def test_an_edit_that_is_too_long_keeps_its_text(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.says("short")
    adam.sees("short")
    adam.composer.press("ArrowUp")
    adam.editor.fill("x" * 4001)
    expect(adam.page.get_by_role("alert").filter(has_text="1 character too long")).to_be_visible()
    expect(adam.button("Save")).to_be_disabled()
    adam.editor.press("Enter")
    expect(adam.editor).to_have_value("x" * 4001)


def test_nobody_touches_anothers_message_however_the_request_is_forged(adam: Person, blake: Person, new_room) -> None:
    room, elsewhere = new_room(), new_room()
    adam.opens(room)
    adam.says("untouchable")
    adam.sees("untouchable")
    elsewhere.add(1, "Rachel", body=lambda _n: "out of sight")
    blake.opens(room)
    blake.sees("untouchable")
    mine = Message.get(Message.room == room.id)
    far = Message.get(Message.room == elsewhere.id)
    for message in (mine, far):
        for action in ("edit", "delete"):
            blake.page.evaluate(FORGE, [message.id, action, "pwned"])
            notice = blake.page.get_by_text("Only the author can edit a message.")
            expect(notice.first).to_be_visible()
    for key in ("0", "-1", "nonsense", "9" * 30, ""):
        blake.page.evaluate(FORGE, [key, "delete", ""])
    expect(blake.page.get_by_text("Message not found.").first).to_be_visible()
    blake.says("still alive")
    adam.sees("still alive", "untouchable")
    assert Message.get_by_id(mine.id).body == "untouchable"
    assert Message.get_by_id(far.id).body == "out of sight"


def test_both_edit_at_once_and_neither_disturbs_the_other(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("Adam's")
    adam.sees("Adam's")
    blake.says("Blake's")
    for one in (adam, blake):
        one.sees("Adam's", "Blake's")
        one.composer.press("ArrowUp")
        one.editor.fill(f"{one.name} has edited this")
    adam.editor.press("Enter")
    blake.sees("Adam Shaw has edited this")
    expect(blake.editor).to_be_focused()
    blake.editor.press("Enter")
    adam.sees("Blake Gray has edited this")
    assert adam.bodies() == blake.bodies() == ["Adam Shaw has edited this", "Blake Gray has edited this"]


def test_a_message_deleted_while_i_edit_it_leaves_me_my_words(
    adam: Person, person: Callable[..., Person], room: TestRoom
) -> None:
    adam.opens(room)
    adam.says("doomed")
    adam.sees("doomed")
    again = person("Adam").opens(room)
    adam.composer.press("ArrowUp")
    adam.editor.fill("a long and thoughtful correction")
    again.deletes("doomed")
    expect(adam.rows).to_have_count(0)
    unfinished = adam.page.locator(".unfinished-edit")
    expect(unfinished).to_contain_text("a long and thoughtful correction")
    expect(adam.composer).to_have_value("")
    unfinished.get_by_role("button", name="Move to the message box").click()
    expect(adam.composer).to_have_value("a long and thoughtful correction")
    expect(adam.composer).to_be_focused()
    expect(unfinished).to_have_count(0)


def test_an_edit_that_the_server_rejects_keeps_its_text(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.says("short")
    adam.sees("short")
    adam.composer.press("ArrowUp")
    adam.editor.fill("\u200b")
    adam.editor.press("Enter")
    expect(adam.page.get_by_role("alert").filter(has_text="A message cannot be empty.")).to_be_visible()
    expect(adam.editor).to_have_value("\u200b")
    adam.editor.fill("nearly nothing")
    adam.editor.press("Enter")
    adam.sees("nearly nothing")


def test_an_edit_made_while_cut_off_is_not_lost(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("before the cut")
    adam.sees("before the cut")
    adam.composer.press("ArrowUp")
    adam.loses_the_connection()
    adam.editor.fill("after the cut")
    adam.editor.press("Enter")
    expect(adam.row("after the cut")).to_contain_text("saving…")
    adam.gets_it_back()
    blake.sees("after the cut")
    expect(adam.page.locator(".message-waiting")).to_have_count(0)
