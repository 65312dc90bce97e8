"""The original's mistakes, by their numbers, each not repeated; 2 also in test_editing, 4 and 7 in test_queries."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from models import Message
from tests.browser.conftest import Person, TestRoom

pytestmark = pytest.mark.long


def test_1_older_messages_come_from_this_room_alone(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room()
    for batch in range(4):
        here.add(30, "Rachel", body=lambda n, batch=batch: f"here {batch * 30 + n}")
        there.add(30, "Rachel", body=lambda n, batch=batch: f"there {batch * 30 + n}")
    adam.opens(here)
    while adam.rows.count() < 120:
        before = adam.rows.count()
        adam.scrolls_to_top()
        adam.page.wait_for_function("n => document.querySelectorAll('#messages > [data-key]').length > n", arg=before)
    assert adam.bodies() == [f"here {n}" for n in range(1, 121)]


def test_2_a_deletion_reaches_all_and_a_ghost_is_no_problem(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("boo")
    blake.sees("boo")
    ghost = Message.get(Message.room == room.id).id
    adam.deletes("boo")
    blake.sees_no("boo")
    for key in (str(ghost), "99999999"):
        adam.page.evaluate("key => document.querySelector('.room-view').roomView.outbox.add('delete', {}, key)", key)
    expect(adam.page.get_by_text("Message not found.")).to_be_visible()
    adam.says("still here")
    blake.sees("still here")


def test_3_an_empty_room_an_unknown_room_and_the_first_message(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    expect(adam.page.get_by_text("No messages yet.")).to_be_visible()
    adam.says("the very first")
    adam.sees("the very first")
    expect(adam.page.get_by_text("No messages yet.")).to_be_hidden()
    for unknown in ("999999", "abc", "-1", "1/2", "9" * 40):
        response = adam.page.goto(f"{adam.server.url}/rooms/{unknown}")
        assert response
        assert response.status == 404
        expect(adam.page.get_by_role("heading", name="Room not found.")).to_be_visible()


def test_5_while_one_reads_the_end_an_edit_far_up_moves_nothing(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(60, "Blake")
    adam.opens(room)
    blake.opens(room)
    adam.log.evaluate("log => { log.scrollTop = log.scrollHeight - log.clientHeight - 60 }")
    before = adam.offset("message 55")
    blake.edits("message 59", "message 59, a little longer")
    adam.sees("message 59, a little longer")
    assert abs(adam.offset("message 55") - before) <= 2


def test_6_an_edit_of_a_message_that_is_not_loaded_appears_nowhere(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(120, "Blake")
    adam.opens(room)
    blake.opens(room)
    while blake.rows.count() < 120:
        before = blake.rows.count()
        blake.scrolls_to_top()
        blake.page.wait_for_function("n => document.querySelectorAll('#messages > [data-key]').length > n", arg=before)
    blake.stored("message 3").first.hover()
    blake.button("Edit message").click()
    blake.editor.fill("changed long ago")
    blake.button("Save").click()
    blake.sees("changed long ago")
    blake.says("and a new one")
    adam.sees("and a new one")
    assert "changed long ago" not in adam.bodies()
    assert adam.bodies()[-1] == "and a new one"


def test_8_what_is_too_long_is_said_so_and_kept(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("x" * 4100)
    expect(adam.page.get_by_role("status").filter(has_text="100 characters too long")).to_be_visible()
    adam.composer.press("Enter")
    expect(adam.composer).to_have_value("x" * 4100)
    adam.log.evaluate("() => document.querySelector('.room-view').roomView.send('x'.repeat(4100))")
    failed = adam.page.locator("[data-failed]")
    expect(failed).to_contain_text("100 characters too long")
    expect(failed).to_contain_text("x" * 4100)


def test_9_nobodys_email_is_shown(adam: Person) -> None:
    frames: list[str | bytes] = []
    adam.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    for path in ("/rooms", "/rooms/1", "/rooms/2"):
        adam.page.goto(adam.server.url + path)
        expect(adam.page.get_by_text(adam.name).first).to_be_visible()
        assert "@streamchat.io" not in adam.page.content()
    adam.is_live().scrolls_to_top()
    expect(adam.page.get_by_text("This is the beginning of #sre-team.")).to_be_visible()
    assert frames
    assert "@streamchat.io" not in str(frames)


def test_10_arrow_up_edits_only_from_an_empty_composer_and_only_what_is_mine(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    blake.says("by Blake")
    adam.sees("by Blake")
    adam.composer.press("ArrowUp")
    expect(adam.editor).to_have_count(0)
    adam.says("Adam's")
    adam.sees("Adam's")
    adam.composer.fill("in the middle of")
    adam.composer.press("ArrowUp")
    expect(adam.editor).to_have_count(0)
    adam.composer.fill("")
    adam.composer.press("ArrowUp")
    expect(adam.editor).to_have_value("Adam's")


def test_11_a_lost_connection_is_told(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    expect(adam.page.locator("#connection")).to_be_hidden()
    adam.loses_the_connection()
    expect(adam.page.get_by_role("status").filter(has_text="Connection lost")).to_be_visible()
    expect(adam.log).to_have_attribute("data-state", "connecting")
    adam.gets_it_back()
    expect(adam.page.locator("#connection")).to_be_hidden()


def test_4_messages_of_the_same_moment_are_neither_skipped_nor_doubled(adam: Person, room: TestRoom) -> None:
    room.add(130, "Rachel", step_ms=0)
    adam.opens(room)
    for count in (100, 130):
        adam.scrolls_to_top()
        expect(adam.rows).to_have_count(count)
    assert adam.bodies() == [f"message {n}" for n in range(1, 131)]
