"""What has arrived while nobody looked: it is counted and shown until it is read or deleted, in whichever tab."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from models import Membership
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_web_app import AWAY, NOTIFICATIONS, looks

SWITCHED_ON = "localStorage.setItem('streamchat:notify', 'on'); Notification.permission = 'granted';"

SHOWN = "window.last && !last.isClosed ? told.at(-1).body : null"
"""What the notification says, if there is one: each replaces the one before it, as they have one tag."""


SCROLLED_UP = """() => {
    const { stream } = document.getElementById("messages");
    stream.$el.scrollTop = 0;
    return !stream.model.pager.isAtEnd;
}"""
"""Goes on to scroll up until the window of 300 rows does not hold the newest one any more."""


@pytest.fixture
def new_room(new_room: Callable[..., TestRoom]) -> Callable[..., TestRoom]:
    """Make rooms in which everybody is told of everything."""

    def create() -> TestRoom:
        room = new_room()
        Membership.update(level="everything").where(Membership.room == room.id).execute()
        return room

    return create


@pytest.fixture
def adam(person: Callable[..., Person]) -> Person:
    """Adam, who has notifications switched on."""
    adam = person("Adam").has_read_everything()
    adam.page.add_init_script(AWAY + NOTIFICATIONS + SWITCHED_ON)
    return adam


def second_tab(person: Person, room: TestRoom) -> Person:
    """Open a room in another tab of the same browser, which nobody looks at yet."""
    tab = Person(person.context, person.server, person.name)
    tab.page.add_init_script(AWAY + NOTIFICATIONS + SWITCHED_ON + "window.isAway = true;")
    return tab.opens(room)


def has_count(person: Person, room: TestRoom, count: int) -> None:
    expect(person.page).to_have_title(f"• {room.name} · StreamChat" if count else f"{room.name} · StreamChat")
    if count:
        expect(person.page.locator(f"#rooms-{room.id}")).to_have_attribute("data-unread", str(count))


def is_shown(person: Person) -> str | None:
    return person.page.evaluate(SHOWN)


def shows(person: Person, text: str | None) -> None:
    person.page.wait_for_function(f"text => ({SHOWN}) === text", arg=text)


def test_what_is_deleted_or_edited_is_neither_counted_nor_shown_any_more(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    looks(adam, away=True)
    blake.says("first", "second", "third")
    has_count(adam, room, 3)
    shows(adam, "third")
    blake.deletes("third")
    has_count(adam, room, 2)
    shows(adam, "second")
    blake.edits("second", "changed")
    shows(adam, "changed")
    blake.edits("first", "not the newest")
    adam.sees("not the newest")
    assert is_shown(adam) == "changed"
    blake.deletes("changed")
    shows(adam, "not the newest")
    blake.deletes("not the newest")
    has_count(adam, room, 0)
    assert is_shown(adam) is None
    assert adam.page.evaluate("window.badge") == 0
    blake.says("hello")
    shows(adam, "hello")
    adam.page.evaluate("window.dispatchEvent(new Event('pagehide'))")  # the page is closed or left
    assert is_shown(adam) is None


def test_what_was_deleted_during_a_cut_is_gone_once_the_connection_is_back(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    looks(adam, away=True)
    blake.says("first", "second")
    has_count(adam, room, 2)
    adam.loses_the_connection()
    blake.deletes("second")
    blake.says("third")
    blake.sees("third")
    adam.gets_it_back()
    shows(adam, "third")
    has_count(adam, room, 2)
    adam.page.evaluate("last.dispatchEvent(new Event('close'))")  # dismissed: nothing comes back of it
    before = adam.page.evaluate("told.length")
    blake.deletes("third")
    has_count(adam, room, 1)
    assert adam.page.evaluate("told.length") == before


def test_who_has_scrolled_far_up_and_left_is_told_all_the_same(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(500, "Rachel")
    adam.opens(room)
    blake.opens(room)
    expect(adam.rows.last).to_contain_text("message 500")
    adam.page.wait_for_function(SCROLLED_UP)
    looks(adam, away=True)
    blake.says("far below")
    has_count(adam, room, 1)
    shows(adam, "far below")
    assert adam.row("far below").count() == 0
    blake.deletes("far below")
    has_count(adam, room, 0)


def test_what_somebody_reads_in_another_tab_is_not_news(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    room, other = new_room(), new_room()
    adam.opens(room)
    blake.opens(room)
    tab = second_tab(adam, room)
    blake.says("while the other tab is looked at")
    tab.sees("while the other tab is looked at")
    has_count(tab, room, 0)
    looks(adam, away=True)
    blake.says("while nobody looks")
    for one in (adam, tab):
        has_count(one, room, 1)
    shows(adam, "while nobody looks")
    looks(tab, away=False)
    for one in (adam, tab):
        has_count(one, room, 0)
    shows(adam, None)
    tab.page.locator(f"#rooms-{other.id}").click()
    expect(tab.log).to_have_attribute("aria-label", f"Messages in {other.name}")
    blake.says("while another room is read there")
    has_count(adam, room, 1)
    shows(adam, "while another room is read there")
    assert tab.page.evaluate("told.length") == 0, "one tab tells for all"
    tab.page.close()


def test_a_room_that_is_left_takes_its_notification_along(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    other, room = new_room(), new_room()
    adam.opens(other)
    adam.page.locator(f"#rooms-{room.id}").click()
    expect(adam.log).to_have_attribute("aria-label", f"Messages in {room.name}")
    adam.is_live()
    blake.opens(room)
    looks(adam, away=True)
    blake.says("hello")
    has_count(adam, room, 1)
    adam.page.evaluate("history.back()")
    expect(adam.page).to_have_title(f"• {other.name} · StreamChat")  # all rooms count
    shows(adam, "hello")
    looks(adam, away=False)
    adam.moves_to(room)
    shows(adam, None)


@pytest.mark.long
def test_news_of_all_rooms_are_told_by_one_tab_and_lead_to_the_message(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    tab = second_tab(adam, here)
    blake.opens(there)
    blake.says("over here")
    shows(adam, "over here")
    assert adam.page.evaluate("told.at(-1).title") == f"{blake.name} · {there.name}"
    adam.page.evaluate("last.dispatchEvent(new Event('click'))")
    expect(adam.log).to_have_attribute("aria-label", f"Messages in {there.name}")
    expect(adam.row("over here")).to_have_attribute("data-linked", "")
    expect(adam.page).to_have_url(re.compile(f"/rooms/{there.id}/@[0-9]+$"))
    shows(adam, None)
    looks(adam, away=True)
    adam.page.goto(f"{adam.url}/settings")  # now the other tab tells
    blake.says("still here")
    shows(tab, "still here")
    blake.deletes("still here")
    shows(tab, None)
    Membership.update(level="mentions").where(Membership.room == there.id).execute()
    tab.page.reload()
    tab.is_live()
    blake.says("for nobody", f"@{adam.name} look")
    tab.page.wait_for_function("told.length")
    assert [one["body"] for one in tab.page.evaluate("told")] == [f"@{adam.name} look"]
    tab.page.close()
