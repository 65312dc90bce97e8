"""Three people at once, one of them on a phone: in an open room, in a closed one, and among two of them."""

import re
from collections.abc import Callable
from secrets import token_hex

import pytest
from playwright.sync_api import Locator, expect

from models import Room, User
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_touch import PHONE

pytestmark = pytest.mark.long

ANY = re.compile(".*")


@pytest.fixture
def jade(person: Callable[..., Person]) -> Person:
    """The one on a phone."""
    return person("Jade", **PHONE)


@pytest.fixture
def hall(new_room: Callable[..., TestRoom]) -> TestRoom:
    """The open room in which all three are, with nothing new in any other room."""
    return new_room()


@pytest.fixture
def elsewhere(new_room: Callable[..., TestRoom]) -> TestRoom:
    """Another open room."""
    return new_room()


@pytest.fixture
def cellar(hall: TestRoom, adam: Person, blake: Person, jade: Person) -> TestRoom:
    """A closed room, made by Adam at the page for it while the others are in the hall."""
    for other in (blake, jade):
        other.has_read_everything().opens(hall)
    adam.has_read_everything().page.goto(f"{adam.url}/rooms/new")
    name = f"cellar under {hall.name}"
    adam.page.get_by_role("textbox", name="Name").fill(name)
    adam.page.get_by_role("radio", name="Closed").check()
    adam.button("Create room").click()
    adam.is_live()
    return TestRoom(Room.get(Room.name == name).id, name)


def link(person: Person, room: TestRoom) -> Locator:
    return person.page.locator(f"#rooms-{room.id}")


def shows(person: Person, room: TestRoom, unread: int, mentions: int = 0) -> None:
    """Expect what the list of rooms says of a room."""
    for name, number in (("data-unread", unread), ("data-mentions", mentions)):
        if number:
            expect(link(person, room)).to_have_attribute(name, str(number))
        else:
            expect(link(person, room)).not_to_have_attribute(name, ANY)


def is_titled(person: Person, title: str) -> None:
    expect(person.page).to_have_title(f"{title} · StreamChat")


def knows_nothing_of(person: Person, room: TestRoom) -> None:
    """Expect that a room is neither in somebody's list nor at its address."""
    expect(link(person, room)).to_have_count(0)
    assert person.context.request.get(f"{person.url}/rooms/{room.id}").status == 404


def says_by_touch(person: Person, text: str) -> None:
    """Say something on a phone, where Enter begins a new line."""
    person.composer.fill(text)
    person.button("Send").tap()
    person.sees(text)


def mentions(person: Person, text: str, other: Person) -> None:
    """Say something to somebody whose name is completed."""
    person.composer.press_sequentially(f"{text} @{other.name[:3].lower()}")
    option = person.page.get_by_role("listbox", name="People").get_by_role("option").filter(has_text=other.name)
    option.click()
    person.composer.press("Enter")
    person.sees(text)


def adds_by_mention(person: Person, text: str, other: Person) -> None:
    """Mention somebody who is not in the room, and add them where one is told so."""
    mentions(person, text, other)
    note = person.page.get_by_role("status").filter(has_text=f"{other.name} is not in this room")
    note.get_by_role("button", name="Add to room").click()
    expect(note).to_have_count(0)


def chooses_in_room_menu(person: Person, name: str) -> None:
    person.button("Room menu").click()
    person.item(name).click()


def test_who_is_added_by_a_mention_is_told_of_it_and_nobody_else_hears_of_the_room(
    adam: Person, blake: Person, jade: Person, hall: TestRoom, cellar: TestRoom
) -> None:
    knows_nothing_of(blake, cellar)
    adds_by_mention(adam, "for you", blake)
    shows(blake, cellar, 1, 1)
    is_titled(blake, f"(1) {hall.name}")
    knows_nothing_of(jade, cellar)
    is_titled(jade, hall.name)
    adds_by_mention(adam, "and for you", jade)
    shows(jade, cellar, 1, 1)
    is_titled(jade, f"(1) {hall.name}")
    shows(blake, cellar, 2, 1)
    for other in (blake, jade):
        other.moves_to(cellar)
        other.sees("and for you")
        expect(other.page.locator("#messages .mention[data-me]")).to_have_count(1)
        shows(other, cellar, 0)
        is_titled(other, cellar.name)
    says_by_touch(jade, "I see it")
    for other in (adam, blake):
        other.sees("I see it")
        shows(other, cellar, 0)


def test_what_two_write_to_each_other_is_theirs_and_is_read_in_all_tabs(
    adam: Person, blake: Person, jade: Person, hall: TestRoom
) -> None:
    first, answer = f"just for you {token_hex(4)}", f"and for you {token_hex(4)}"  # the conversation outlives the test
    for person in (adam, blake, jade):
        person.has_read_everything().opens(hall)
    adam.says("hello all")
    jade.sees("hello all")
    jade.row("hello all").get_by_role("button", name=adam.name, exact=True).tap()
    jade.page.get_by_role("dialog", name=adam.name, exact=True).get_by_role("button", name="Message").tap()
    expect(jade.log).to_have_attribute("aria-label", f"Messages in {adam.name}")
    says_by_touch(jade, first)
    key = " ".join(str(user_id) for user_id in sorted(User.get(User.name == one.name).id for one in (adam, jade)))
    direct = TestRoom(Room.get(Room.people_key == key).id, jade.name)
    shows(adam, direct, 1, 1)
    is_titled(adam, f"(1) {hall.name}")
    tab = adam.opens_another_tab(hall)
    shows(tab, direct, 1, 1)
    is_titled(tab, f"(1) {hall.name}")
    adam.page.bring_to_front()
    adam.moves_to(direct)
    adam.sees(first)
    for page in (adam, tab):
        shows(page, direct, 0)
    is_titled(tab, hall.name)
    is_titled(adam, jade.name)
    adam.says(answer)
    jade.sees(first, answer)
    knows_nothing_of(blake, direct)
    is_titled(blake, hall.name)


def test_of_a_muted_room_the_title_says_nothing(
    adam: Person, blake: Person, jade: Person, hall: TestRoom, elsewhere: TestRoom
) -> None:
    for person in (adam, blake, jade):
        person.has_read_everything().opens(hall)
    chooses_in_room_menu(blake, "Notifications")
    blake.page.get_by_role("dialog", name="Notifications").get_by_role("radio", name="Nothing").check()
    expect(link(blake, hall)).to_have_attribute("data-muted", "")
    blake.page.keyboard.press("Escape")
    for person in (blake, jade):
        person.moves_to(elsewhere)
    adam.says("good morning")
    for person in (blake, jade):
        shows(person, hall, 1)
    is_titled(jade, f"• {elsewhere.name}")
    is_titled(blake, elsewhere.name)
    expect(link(jade, hall)).not_to_have_attribute("data-muted", ANY)
    adam.says(f"@{jade.name} are you there?")
    shows(jade, hall, 2, 1)
    is_titled(jade, f"(1) {elsewhere.name}")
    is_titled(blake, elsewhere.name)


def test_who_is_removed_or_leaves_hears_nothing_more(
    adam: Person, blake: Person, jade: Person, hall: TestRoom, elsewhere: TestRoom, cellar: TestRoom
) -> None:
    heard: list[str] = []
    blake.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    for other in (blake, jade):
        adds_by_mention(adam, f"hello {other.name}", other)
        other.opens(cellar)
    tab = blake.opens_another_tab(hall)
    adam.says("with all of you")
    blake.sees("with all of you")
    assert any("with all of you" in frame for frame in heard)

    adam.page.goto(f"{adam.url}/rooms/{cellar.id}/members")
    adam.page.locator("summary").filter(has_text=blake.name).click()
    adam.button(f"Remove {blake.name}").click()
    adam.button("Yes, remove").click()
    expect(adam.page.get_by_text("is no longer in this room.")).to_be_visible()
    expect(blake.page.get_by_role("heading", name=f"You can no longer see {cellar.name}.")).to_be_visible()
    expect(blake.log).to_have_count(0)
    for page in (blake, tab):
        knows_nothing_of(page, cellar)
    adam.opens(cellar).says("without Blake")
    jade.sees("without Blake")
    adam.moves_to(elsewhere)
    adam.says("to everybody")
    for page in (blake, tab):
        shows(page, elsewhere, 1)
    assert not any("without Blake" in frame for frame in heard)
    blake.page.reload()
    expect(blake.page.get_by_role("heading", name="Room not found.")).to_be_visible()

    chooses_in_room_menu(jade, "Leave")
    jade.button("Leave room").tap()
    expect(jade.page.get_by_role("status").filter(has_text="You have left")).to_be_visible()
    knows_nothing_of(jade, cellar)
    shows(adam, cellar, 0)


def test_who_leaves_an_open_room_comes_back_to_what_was_said_meanwhile(
    adam: Person, blake: Person, jade: Person, hall: TestRoom
) -> None:
    for person in (adam, blake, jade):
        person.has_read_everything().opens(hall)
    for other in (blake, jade):
        chooses_in_room_menu(other, "Leave")
        other.button("Leave room").click()
        expect(link(other, hall)).to_have_count(0)
    adam.says(f"@{blake.name} where are you?")
    for other in (blake, jade):
        other.opens(hall).sees("where are you?")
        other.button("Join room").click()
        expect(link(other, hall)).to_have_attribute("aria-current", "page")
        shows(other, hall, 0)
        is_titled(other, hall.name)
    adam.says("welcome back")
    for other in (blake, jade):
        other.sees("welcome back")
