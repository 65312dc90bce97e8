"""A room opens at what is new in it: a line until one leaves, a bar until all is read; or at the place one left."""

import re
from collections.abc import Callable

import pytest
from peewee import fn
from playwright.sync_api import Locator, expect

from models import Membership, Message, User
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_read_marks import ANY, AWAY, BACK, link

pytestmark = pytest.mark.long


@pytest.fixture
def elsewhere(new_room: Callable[..., TestRoom]) -> TestRoom:
    """Where one is before."""
    return new_room()


def line(person: Person) -> Locator:
    return person.page.locator("#messages > [data-new]")


def bar(person: Person) -> Locator:
    return person.page.get_by_role("group", name="New messages")


def scrolls_to_the_end(person: Person) -> None:
    """Page after page."""
    step = "() => { const { stream } = messages; stream.$el.scrollTop = 1e6; return stream.model.isNearEnd; }"
    person.page.wait_for_function(step)


@pytest.mark.parametrize("count", [40, 400])
def test_a_room_opens_at_the_first_new_message_however_far_back_it_is(
    adam: Person, blake: Person, room: TestRoom, elsewhere: TestRoom, count: int
) -> None:
    room.add(count + 100, "Blake", read=100)
    adam.opens(elsewhere).moves_to(room)
    expect(line(adam)).to_have_count(1)
    expect(line(adam)).to_contain_text("message 101")
    expect(line(adam)).to_be_in_viewport()
    expect(adam.row("message 100")).to_be_in_viewport()
    number = "99\\+" if count > 99 else "40"
    expect(bar(adam)).to_have_text(re.compile(f"^{number} new messages since "))
    blake.opens(room).says("message 999")
    adam.button("Jump to newest").click()
    expect(adam.row("message 999")).to_be_in_viewport()
    expect(bar(adam)).to_be_hidden()
    expect(link(adam, room)).not_to_have_attribute("data-unread", ANY)
    adam.moves_to(elsewhere).moves_to(room)
    expect(adam.row("message 999")).to_be_in_viewport()
    expect(line(adam)).to_have_count(0)


def test_the_line_stays_over_messages_edits_deletions_and_a_cut_until_one_leaves(
    adam: Person, blake: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    room.add(30, "Blake", read=28)
    blake.opens(room)
    adam.opens(room)
    expect(line(adam)).to_contain_text("message 29")
    expect(bar(adam)).to_contain_text("2 new messages since")
    blake.edits("message 29", "changed")
    blake.says("one more")
    adam.says("mine")
    expect(line(adam)).to_contain_text("changed")
    adam.loses_the_connection()
    blake.deletes("changed")
    adam.gets_it_back()
    expect(line(adam)).to_have_count(1)
    expect(line(adam)).to_contain_text("message 30")
    expect(line(adam).locator(".new-line")).to_have_text("New")
    expect(bar(adam)).to_be_hidden()
    adam.moves_to(elsewhere).moves_to(room)
    expect(line(adam)).to_have_count(0)


def test_all_is_marked_as_read_by_the_bar_and_the_line_stays(adam: Person, room: TestRoom, elsewhere: TestRoom) -> None:
    room.add(90, "Blake", read=20)
    adam.opens(room)
    tab = adam.opens_another_tab(elsewhere)
    adam.page.bring_to_front()
    expect(link(tab, room)).to_have_attribute("data-unread", ANY)
    adam.button("Mark as read").click()
    expect(bar(adam)).to_be_hidden()
    expect(line(adam)).to_contain_text("message 21")
    expect(link(tab, room)).not_to_have_attribute("data-unread", ANY)


def test_what_is_scrolled_past_is_read_and_no_more(adam: Person, room: TestRoom, elsewhere: TestRoom) -> None:
    room.add(90, "Blake", read=30)
    adam.opens(room)
    tab = adam.opens_another_tab(elsewhere)
    adam.page.bring_to_front()
    expect(link(tab, room)).to_have_attribute("data-unread", re.compile("^[45]"))
    scrolls_to_the_end(adam)
    expect(link(tab, room)).not_to_have_attribute("data-unread", ANY)
    expect(bar(adam)).to_be_hidden()


def test_what_comes_while_one_is_away_begins_a_line_where_there_is_none(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    room.add(5, "Blake")
    blake.opens(room)
    adam.opens(room)
    blake.says("seen")
    adam.sees("seen")
    expect(line(adam)).to_have_count(0)
    adam.page.evaluate(AWAY)
    blake.says("first", "second")
    expect(line(adam)).to_contain_text("first")
    expect(bar(adam)).to_contain_text("2 new messages since")
    adam.page.evaluate(BACK)
    expect(bar(adam)).to_be_hidden()
    expect(line(adam)).to_contain_text("first")


def test_marked_unread_the_line_stands_there_and_the_room_opens_there(
    adam: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    room.add(90, "Blake")
    adam.opens(room)
    adam.stored("message 88").hover()
    adam.button("More actions").click()
    adam.item("Mark unread from here").click()
    expect(line(adam)).to_contain_text("message 88")
    expect(bar(adam)).to_contain_text("3 new messages since")
    adam.moves_to(elsewhere).moves_to(room)
    expect(line(adam)).to_contain_text("message 88")


def test_the_place_in_a_room_is_kept_while_one_is_elsewhere_and_over_a_reload(
    adam: Person, blake: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    room.add(600, "Blake")
    adam.opens(room)
    adam.log.evaluate("log => log.stream.showRow(log.stream.keyAt('bottom') - 550)")
    expect(adam.row("message 50").first).to_be_in_viewport()
    before = adam.offset("message 50")

    def is_there() -> None:
        expect(adam.row("message 50").first).to_be_in_viewport()
        assert abs(adam.offset("message 50") - before) <= 2

    adam.moves_to(elsewhere).moves_to(room)
    is_there()
    adam.page.goto(f"{adam.server.url}/settings")
    adam.page.go_back()
    adam.is_live()
    is_there()
    adam.page.reload()
    adam.is_live()
    is_there()
    adam.moves_to(elsewhere)
    blake.opens(room).says("news")
    expect(link(adam, room)).to_have_attribute("data-unread", "1")
    adam.moves_to(room)
    expect(line(adam)).to_contain_text("news")
    expect(line(adam)).to_be_in_viewport()


def test_a_place_among_unread_messages_is_kept_as_long_as_nothing_new_comes(
    adam: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    room.add(300, "Blake", read=20)
    adam.opens(room)
    expect(adam.row("message 21").first).to_be_in_viewport()
    adam.log.evaluate("log => { log.scrollTop += 600 }")
    expect(adam.row("message 31")).to_be_in_viewport()
    before = adam.offset("message 31")
    adam.moves_to(elsewhere).moves_to(room)
    expect(adam.row("message 31")).to_be_in_viewport()
    assert abs(adam.offset("message 31") - before) <= 2
    expect(link(adam, room)).to_have_attribute("aria-current", "page")


def test_what_was_read_is_known_although_the_page_goes_at_once(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(5, "Blake")
    adam.opens(room)
    blake.opens(room)
    for number in range(3):  # the first mark is sent at once, the others within the pause
        blake.says(f"news {number}")
        adam.sees(f"news {number}")
    adam.page.goto(f"{adam.server.url}/settings")
    newest = Message.select(fn.MAX(Message.id)).where(Message.room == room.id).scalar()
    user = User.get(User.name == adam.name)
    mark = Membership.select(Membership.read_id).where(Membership.user == user, Membership.room == room.id)
    adam.waits_until(lambda: mark.scalar() == newest)


def test_a_room_with_a_draft_has_a_pencil_in_all_tabs_until_it_is_sent_or_emptied(
    adam: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    adam.opens(room)
    tab = adam.opens_another_tab(elsewhere)
    adam.page.bring_to_front()
    adam.composer.fill("not yet")
    for one in (adam, tab):
        expect(link(one, room)).to_have_attribute("data-draft", "")
    adam.moves_to(elsewhere)
    adam.page.reload()
    expect(link(adam, room)).to_have_attribute("data-draft", "")
    adam.moves_to(room)
    adam.composer.press("Enter")
    adam.sees("not yet")
    for one in (adam, tab):
        expect(link(one, room)).not_to_have_attribute("data-draft", ANY)
