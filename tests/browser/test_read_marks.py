"""What is unread, in the sidebars of real browsers: heard of at once, counted exactly, and read everywhere at once."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Locator, expect

from models import User
from tests.browser.conftest import Person, TestRoom

ANY = re.compile(".*")

AWAY = "document.hasFocus = () => false; window.dispatchEvent(new Event('blur'))"
BACK = "delete document.hasFocus; window.dispatchEvent(new Event('focus'))"


def link(person: Person, room: TestRoom) -> Locator:
    return person.page.locator(f"#rooms-{room.id}")


@pytest.fixture
def elsewhere(new_room: Callable[..., TestRoom]) -> TestRoom:
    """Where one is while things happen in another room."""
    return new_room()


def test_a_room_has_news_until_it_is_opened_in_all_tabs(
    adam: Person, blake: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    adam.opens(elsewhere)
    other_tab = adam.opens_another_tab(elsewhere)
    blake.opens(room)
    for number in (1, 2, 3):
        blake.says(f"news {number}")
    expect(link(adam, room)).to_have_attribute("data-unread", "3")
    expect(link(other_tab, room)).to_have_attribute("data-unread", "3")
    expect(link(adam, room)).to_contain_text("3 unread")
    adam.page.reload()
    expect(link(adam, room)).to_have_attribute("data-unread", "3")
    adam.page.bring_to_front()
    adam.moves_to(room)
    expect(link(other_tab, room)).not_to_have_attribute("data-unread", ANY)
    adam.moves_to(elsewhere)
    adam.page.reload()
    adam.is_live()
    expect(link(adam, room)).not_to_have_attribute("data-unread", ANY)
    expect(link(blake, room)).not_to_have_attribute("data-unread", ANY)


def test_what_is_deleted_unread_is_not_counted_and_ones_own_never_is(
    adam: Person, blake: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    blake.opens(room)
    tab = adam.opens_another_tab(room)
    adam.opens(elsewhere)
    tab.says("my own")
    tab.sees("my own")
    tab.moves_to(elsewhere)
    blake.says("to be deleted")
    blake.says("to stay")
    expect(link(adam, room)).to_have_attribute("data-unread", "2")
    blake.deletes("to be deleted")
    expect(link(adam, room)).to_have_attribute("data-unread", "1")
    adam.page.reload()
    expect(link(adam, room)).to_have_attribute("data-unread", "1")


def test_news_that_were_missed_are_counted_once_the_connection_is_back(
    adam: Person, blake: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    adam.opens(elsewhere)
    blake.opens(room)
    blake.says("heard")
    expect(link(adam, room)).to_have_attribute("data-unread", "1")
    adam.loses_the_connection()
    blake.says("missed")
    adam.gets_it_back()
    expect(link(adam, room)).to_have_attribute("data-unread", "2")
    blake.says("heard again")
    expect(link(adam, room)).to_have_attribute("data-unread", "3")


def test_messages_marked_unread_stay_so_until_the_room_is_left_and_all_are_read_by_a_key(
    adam: Person, blake: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    room.add(5, "Blake")
    adam.opens(room)
    other_tab = adam.opens_another_tab(elsewhere)
    row = adam.row("message 4")
    row.hover()
    adam.button("More actions").click()
    adam.item("Mark unread from here").click()
    expect(link(adam, room)).to_have_attribute("data-unread", "2")
    expect(link(other_tab, room)).to_have_attribute("data-unread", "2")
    adam.moves_to(elsewhere)
    expect(link(adam, room)).to_have_attribute("data-unread", "2")
    adam.page.keyboard.press("Shift+Escape")
    expect(link(adam, room)).not_to_have_attribute("data-unread", ANY)
    expect(link(other_tab, room)).not_to_have_attribute("data-unread", ANY)


def test_direct_messages_stand_in_the_order_of_their_news(
    adam: Person, blake: Person, elsewhere: TestRoom, direct: Callable[..., TestRoom]
) -> None:
    one, other = direct(adam, blake), direct(adam, blake, "Jade")
    adam.opens(elsewhere)
    places = adam.page.locator("#rooms > [data-kind=direct]")
    for room in (one, other, one):
        blake.opens(room).says(f"hello in {room.id}")
        expect(places.first).to_have_id(f"rooms-{room.id}")
    order = places.evaluate_all("links => links.map((link) => link.id)")
    expect(link(adam, one).locator(".room-unread")).to_be_visible()
    adam.page.reload()
    adam.is_live()
    assert places.evaluate_all("links => links.map((link) => link.id)") == order


def test_a_page_hears_of_the_room_that_it_shows_once(adam: Person, blake: Person, room: TestRoom) -> None:
    """By the room's own rows: a message costs its viewers nothing more for there being read marks."""
    adam.opens(room)
    blake.opens(room)
    adam.page.evaluate("window.heard = []; window.socket.on('stream-signal', (topic) => window.heard.push(topic))")
    blake.says("hello")
    adam.sees("hello")
    blake.says("hello again")
    adam.sees("hello again")
    assert [topic for topic in adam.page.evaluate("window.heard") if topic.startswith("news:")] == []


def test_whoever_looks_away_from_a_room_sees_what_came_meanwhile(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.page.evaluate(AWAY)
    for text in ("first", "second", "third"):
        blake.says(text)
    expect(link(adam, room)).to_have_attribute("data-unread", "3")
    blake.deletes("second")
    expect(link(adam, room)).to_have_attribute("data-unread", "2")
    adam.page.evaluate(BACK)
    expect(link(adam, room)).not_to_have_attribute("data-unread", ANY)


def test_a_count_from_before_ones_own_read_mark_or_a_message_that_was_heard_changes_nothing(
    adam: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    """The server counts while marks and messages are on their way: what it says may be older than what is known."""
    room.add(3, "Blake")
    adam.opens(room)
    adam.page.bring_to_front()
    assert adam.page.evaluate(LATE_COUNTS, [room.id, elsewhere.id]) == {"shown": None, "elsewhere": "2", "sent": 1}


LATE_COUNTS = """async ([shown, elsewhere]) => {
    const { UnreadRooms } = await import("unread_rooms");
    const rows = [...document.querySelectorAll("#messages > [data-key]")];
    const [first, , last] = rows.map((row) => Number(row.dataset.key));
    const sent = [];
    const rooms = new UnreadRooms("0", { send: (mark) => sent.push(mark), recount() {} });
    const counts = [[shown, 2, first, last], [elsewhere, 1, 0, last + 1]];
    rooms.take(counts, true);
    rooms.hear(String(elsewhere), [[last + 2, 1]]);
    rooms.take(counts, true);
    const unread = (id) => document.getElementById(`rooms-${id}`).dataset.unread ?? null;
    return { shown: unread(shown), elsewhere: unread(elsewhere), sent: sent.length };
}"""


def test_direct_messages_are_named_after_people_as_these_are_called_now(
    adam: Person, elsewhere: TestRoom, direct: Callable[..., TestRoom]
) -> None:
    rooms = direct(adam, "Jade"), direct(adam, "Jade", "Blake")
    adam.opens(elsewhere)
    links = adam.page.locator("#rooms > [data-kind=direct]")
    jade = User.get(User.name.startswith("Jade"))
    with httpx.Client(base_url=adam.server.url) as client:
        client.post("/login/demo", data={"user_id": jade.id})
        try:
            client.post("/settings/profile", data={"name": "Aaron Hayes"})
            expect(link(adam, rooms[0])).to_have_text("AHAaron Hayes")
            expect(link(adam, rooms[1])).to_have_text("2Aaron Hayes, Blake Gray")
            drawn = links.all_inner_texts()
            adam.page.reload()
            adam.is_live()
            assert links.all_inner_texts() == drawn
        finally:
            client.post("/settings/profile", data={"name": jade.name})


@pytest.mark.long
def test_a_room_is_muted_in_all_tabs_at_once_and_stays_so(
    adam: Person, blake: Person, room: TestRoom, elsewhere: TestRoom
) -> None:
    adam.opens(room)
    other_tab = adam.opens_another_tab(elsewhere)
    adam.page.bring_to_front()
    adam.button("Room menu").click()
    adam.page.get_by_role("menuitem", name="Notifications").click()
    dialog = adam.page.get_by_role("dialog", name="Notifications")
    expect(dialog.get_by_role("radio", name="Mentions")).to_be_checked()
    dialog.get_by_role("radio", name="Nothing").check()
    expect(link(adam, room)).to_have_attribute("data-muted", "")
    expect(link(other_tab, room)).to_have_attribute("data-muted", "")
    adam.page.keyboard.press("Escape")
    adam.moves_to(elsewhere)
    blake.opens(room)
    blake.says("nobody hears of it")
    expect(link(adam, room)).to_have_attribute("data-unread", "1")
    expect(link(adam, room).locator(".room-name")).to_have_css("font-weight", "400")
    adam.page.reload()
    expect(link(adam, room)).to_have_attribute("data-muted", "")
