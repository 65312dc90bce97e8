"""What one has written and done waits in sight until the server has it, on a network that is slow, silent or gone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from models import Message
from tests.browser.conftest import Administrator, Person, TestRoom
from tests.browser.faulty_network import FaultyNetwork

pytestmark = pytest.mark.long

on_phone_and_desktop = pytest.mark.parametrize("width", [320, 1280])

PLACES = """() => ({
    address: location.pathname,
    highlight: document.querySelector("#rooms > [aria-current=page]").getAttribute("href"),
    title: document.title.replace(/^(\\(\\d+\\)|•) /, ""),
    header: document.querySelector(".room-header h1").textContent,
    messages: document.querySelector("#messages").getAttribute("aria-label"),
    composer: document.querySelector("#composer textarea").placeholder,
})"""

FILL_STORAGE = """() => {
    for (let size = 2 ** 22; size; size = size >> 1) {
        try {
            for (let n = 0; ; n++) localStorage.setItem(`filled:${size}:${n}`, "x".repeat(size));
        } catch { }
    }
}"""

BLOCK_STORAGE = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("The operation is insecure.", "SecurityError") },
})"""

SPOIL_STORAGE = """([user, room]) => {
    for (const key of [`outbox:${user}:spoilt`, `pending:${user}:${room}:spoilt`, `edit:${user}:${room}:1`]) {
        for (const [index, value] of ["{", "null", "7", '"text"', "{}", '{"args":null}'].entries())
            localStorage.setItem(`streamchat:${key}${index}`, value);
    }
}"""


def stored(room: TestRoom) -> list[str]:
    rows = Message.select().where(Message.room == room.id, Message.deleted_at.is_null()).order_by(Message.id)
    return [row.body for row in rows]


@pytest.fixture
def width() -> int:
    return 1280


@pytest.fixture
def adam(person: Callable[..., Person], network: FaultyNetwork, width: int) -> Iterator[Person]:
    """The one who acts, on a network that can fail."""
    adam = person("Adam", network)
    adam.page.set_viewport_size({"width": width, "height": 800})
    yield adam
    network.restore()


def waiting(person: Person) -> list[str]:
    """Read what is shown as not sent yet."""
    return person.page.locator(".pending-messages [data-pending] .message-body").all_text_contents()


def has_sent_all(person: Person) -> None:
    expect(person.page.locator("[data-client-id][data-pending]")).to_have_count(0)


def says_it_is_in(person: Person, room: TestRoom) -> None:
    assert person.page.evaluate(PLACES) == {
        "address": f"/rooms/{room.id}",
        "highlight": f"/rooms/{room.id}",
        "title": f"{room.name} · StreamChat",
        "header": room.name,
        "messages": f"Messages in {room.name}",
        "composer": f"Message {room.name}",
    }


# ---- on to another room


@on_phone_and_desktop
def test_quick_messages_arrive_though_one_moves_on_at_once(
    adam: Person, blake: Person, network: FaultyNetwork, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    blake.opens(here)
    network.delay(150)
    adam.says("one", "two", "three")
    adam.moves_to(there)
    blake.sees("one", "two", "three")
    assert adam.bodies() == stored(there) == []
    adam.moves_to(here)
    has_sent_all(adam)
    assert adam.bodies() == blake.bodies() == stored(here) == ["one", "two", "three"]


@on_phone_and_desktop
def test_what_is_written_offline_arrives_though_another_room_is_opened(
    adam: Person, blake: Person, network: FaultyNetwork, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    blake.opens(here)
    network.drop()
    adam.says("one", "two", "three")
    assert waiting(adam) == ["one", "two", "three"]
    adam.clicks_on(there)
    network.restore()
    blake.sees("one", "two", "three")
    assert blake.bodies() == stored(here) == ["one", "two", "three"]
    assert stored(there) == []


def test_a_room_counts_what_waits_in_it(
    adam: Person, network: FaultyNetwork, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    elsewhere = adam.opens_another_tab(there)
    network.drop()
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    adam.says("one", "two")
    tabs = (adam, elsewhere)
    links = [tab.page.locator(f"#rooms-{here.id}") for tab in tabs]
    for tab, link in zip(tabs, links, strict=True):
        expect(link).to_have_attribute("data-unsent", "2")
        expect(tab.button("2 waiting")).to_be_visible()
    expect(links[0].locator(".room-waiting")).to_have_count(0)  # they stand in the column
    expect(links[1].locator(".room-waiting")).to_have_text("2")
    network.restore()
    for tab, link in zip(tabs, links, strict=True):
        expect(link).not_to_have_attribute("data-unsent", re.compile("."))
        expect(tab.button("waiting")).to_have_count(0)
    assert stored(here) == ["one", "two"]


@on_phone_and_desktop
def test_offline_all_that_names_the_room_names_the_one_that_is_written_to(
    adam: Person, blake: Person, network: FaultyNetwork, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    blake.opens(here)
    network.drop()
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    adam.clicks_on(there)
    says_it_is_in(adam, here)
    adam.says("to where I am")
    says_it_is_in(adam, here)
    network.restore()
    blake.sees("to where I am")
    has_sent_all(adam)
    says_it_is_in(adam, here)
    adam.moves_to(there)
    says_it_is_in(adam, there)
    assert stored(there) == []


# ---- faults of the network


@on_phone_and_desktop
def test_a_network_that_went_silent_is_noticed_and_nothing_counts_as_failed(
    person: Callable[..., Person], blake: Person, network: FaultyNetwork, room: TestRoom, width: int
) -> None:
    adam = person("Adam", network, viewport={"width": width, "height": 800})
    adam.page.clock.install()  # so that its waiting takes no time here
    adam.opens(room)
    blake.opens(room)
    adam.says("heard")
    blake.sees("heard")
    has_sent_all(adam)
    network.go_silent()
    adam.says("into the void", "and more of it")
    adam.page.clock.fast_forward(12_000)
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    for _ in range(6):
        adam.page.clock.fast_forward(10_000)
        assert waiting(adam) == ["into the void", "and more of it"]
    expect(adam.page.locator(".pending-messages time").first).to_have_text("sending…")
    expect(adam.page.locator("[data-failed]")).to_have_count(0)
    network.restore(with_old_connections=False)
    for _ in range(3):
        adam.page.clock.fast_forward(10_000)
    blake.sees("into the void", "and more of it")
    has_sent_all(adam)
    assert adam.bodies() == stored(room) == ["heard", "into the void", "and more of it"]


def test_what_was_stored_but_not_acknowledged_is_not_stored_twice(
    adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    network.lose_answers()
    adam.says("one", "two")
    blake.sees("one")
    assert waiting(adam) == ["one", "two"]
    network.drop()
    network.restore(with_old_connections=False)
    blake.sees("two")
    has_sent_all(adam)
    expect(adam.rows).to_have_count(2)
    assert adam.bodies() == blake.bodies() == stored(room) == ["one", "two"]


def test_messages_keep_their_order_however_often_the_network_fails(
    adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.page.evaluate("socket.io.reconnectionDelay(20); socket.io.reconnectionDelayMax(20)")
    written = [f"number {number};" for number in range(12)]
    for number, text in enumerate(written):
        network.delay(20 * (number % 3))
        adam.says(text)
        if number % 4 == 1:
            network.drop()
        elif number % 4 == 3:
            network.restore()
    blake.sees(*written)
    has_sent_all(adam)
    assert adam.bodies() == blake.bodies() == stored(room) == written


# ---- archived


@on_phone_and_desktop
def test_what_waited_for_a_room_that_was_archived_is_refused_and_kept(
    adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom, boss: Administrator
) -> None:
    adam.opens(room)
    blake.opens(room)
    network.drop()
    adam.says("too late")
    boss.changes("archive", room.id)
    network.restore()
    refused = adam.page.locator("[data-client-id][data-failed]")
    expect(refused).to_contain_text("too late")
    expect(refused.get_by_role("alert")).to_contain_text("archived")
    boss.changes("restore", room.id)
    adam.says("in time")
    blake.sees("in time")
    expect(refused).to_contain_text("too late")
    assert stored(room) == ["in time"]
    adam.button("Retry").click()
    blake.sees("too late")
    expect(refused).to_have_count(0)
    has_sent_all(adam)
    assert stored(room) == ["in time", "too late"]


# ---- the browser's storage


@pytest.mark.parametrize("storage", ["full", "blocked", "spoilt"])
def test_without_the_browsers_storage_all_is_shown_and_sent(
    storage: str, adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    if storage == "blocked":
        adam.page.add_init_script(BLOCK_STORAGE)
    adam.opens(room)
    if storage == "full":
        adam.page.evaluate(FILL_STORAGE)
    elif storage == "spoilt":
        user = adam.page.evaluate("document.querySelector('.room-view').roomView.me")
        adam.page.evaluate(SPOIL_STORAGE, [user, str(room.id)])
        adam.opens(room)
    blake.opens(room)
    adam.says("online")
    blake.sees("online")
    network.drop()
    adam.says("one", "two")
    assert waiting(adam) == ["one", "two"]
    network.restore()
    blake.sees("one", "two")
    has_sent_all(adam)
    assert adam.bodies() == stored(room) == ["online", "one", "two"]
    adam.page.evaluate("{ try { localStorage.clear() } catch { } }")


# ---- two tabs


def test_each_tab_keeps_its_own_draft(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    other = adam.opens_another_tab(room)
    adam.composer.fill("a draft")
    other.says("said in the other tab")
    adam.sees("said in the other tab")
    expect(adam.composer).to_have_value("a draft")
    expect(other.composer).to_have_value("")
    expect(other.unsent).to_contain_text("a draft")
    adam.page.reload()
    expect(adam.is_live().composer).to_have_value("a draft")


def test_the_draft_of_a_tab_that_was_closed_can_be_gone_on_with(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    other = adam.opens_another_tab(room)
    adam.composer.fill("here")
    other.composer.fill("elsewhere")
    other.page.close()
    expect(adam.unsent).to_contain_text("elsewhere")
    adam.button("Move to the message box").click()
    expect(adam.composer).to_have_value("here\nelsewhere")
    expect(adam.unsent).to_have_count(0)


def test_a_draft_that_was_sent_in_one_tab_is_gone_from_the_other(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("a draft")
    other = adam.opens_another_tab(room)
    expect(other.composer).to_have_value("a draft")
    other.composer.press("Enter")
    adam.sees("a draft")
    expect(adam.composer).to_have_value("")
    adam.page.reload()
    expect(adam.is_live().composer).to_have_value("")
    assert stored(room) == ["a draft"]


def test_all_tabs_show_what_waits_and_it_is_sent_once(
    adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    adam.opens(room)
    other = adam.opens_another_tab(room)
    blake.opens(room)
    network.drop()
    adam.says("one")
    other.says("two")
    for tab in (adam, other):
        expect(tab.page.locator("[data-pending] .message-body")).to_have_text(["one", "two"])
    network.restore()
    blake.sees("one", "two")
    for tab in (adam, other):
        has_sent_all(tab)
        tab.sees("one", "two")
    assert stored(room) == ["one", "two"]


def test_what_waits_goes_out_though_its_tab_was_closed(
    adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    network.drop()
    adam.says("then closed")
    other = Person(adam.context, adam.server, adam.name, url=adam.url)
    adam.page.close()
    network.restore()
    other.page.goto(f"{adam.url}/rooms")
    blake.sees("then closed")
    assert stored(room) == ["then closed"]
