"""Scrolling back and forth through a room, and staying put while others write."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person, TestRoom

pytestmark = pytest.mark.long

CLOSE = 2  # px

WATCH_THE_ROWS = """() => {
    const log = document.querySelector("#messages");
    window.most = 0;
    window.faults = [];
    const look = () => {
        const rows = [...log.querySelectorAll(":scope > [data-key]")];
        const numbers = rows.map((row) => Number(row.querySelector(".message-body").textContent.match(/\\d+/)[0]));
        const isTorn = numbers.some((number, index) => index && number !== numbers[index - 1] + 1);
        if (isTorn) window.faults.push(numbers.join(" "));
        window.most = Math.max(window.most, rows.length);
    };
    new MutationObserver(look).observe(log, { childList: true });
    look();
}"""

WATCH_THE_PLACE = """(log, scrollTop) => {
    log.scrollTop = scrollTop ?? log.scrollTop;
    const { top, bottom } = log.getBoundingClientRect();
    const place = (body) => body.isConnected ? body.getBoundingClientRect().top : Infinity;
    const read = [...log.querySelectorAll("[data-key] > .message-body")]
        .map((body) => ({ body, at: place(body) }))
        .filter(({ at }) => top <= at && at < bottom);
    const look = () => {
        if (window.read !== read) return;
        for (const { body, at } of read) window.jolt = Math.max(window.jolt, Math.abs(place(body) - at));
        requestAnimationFrame(look);
    };
    window.read = read;
    window.jolt = 0;
    look();
}"""


def watches_the_rows(person: Person) -> None:
    """From now on note whenever the rows shown are not one unbroken run of numbers."""
    person.page.evaluate(WATCH_THE_ROWS)


def has_seen_an_unbroken_run(person: Person) -> bool:
    return person.page.evaluate("window.faults") == []


def watches_the_place(person: Person, scroll_top: int | None = None) -> None:
    """From now on note, frame by frame, how far any text in sight moves from where it is (or has been scrolled to)."""
    person.log.evaluate(WATCH_THE_PLACE, scroll_top)


def jolt(person: Person) -> float:
    return float(person.page.evaluate("window.jolt"))


def turns_the_wheel(person: Person, pixels: int) -> None:
    """Scroll as a hand does, and wait until the column rests."""
    person.log.hover()
    room = person.scroll()["top" if pixels < 0 else "gap"]
    person.log.evaluate("log => { log.rests = new Promise((rest) => { log.onscrollend = rest }) }")
    person.page.mouse.wheel(0, pixels)
    if pixels and room > 1:
        person.log.evaluate("log => log.rests")


def goes_back_to(person: Person, first: str) -> None:
    """Scroll up, page by page, until a message is the first of those loaded."""
    while (shown := person.bodies()[0]) != first:
        person.scrolls_to_top()
        expect(person.rows.first.locator(".message-body")).not_to_have_text(shown)


def stands_at_the_end(person: Person) -> None:
    person.page.wait_for_function(
        """() => {
            const log = document.querySelector("#messages");
            return log.scrollHeight - log.scrollTop - log.clientHeight <= 2;
        }"""
    )


def numbers(first: int, last: int) -> list[str]:
    return [f"message {number}" for number in range(first, last + 1)]


@pytest.fixture
def long_room(room: TestRoom) -> TestRoom:
    """A room with a thousand messages by a third person."""
    room.add(1000, "Rachel")
    return room


def test_opening_a_room_lands_at_its_newest_fifty(adam: Person, long_room: TestRoom) -> None:
    adam.opens(long_room)
    assert adam.bodies() == numbers(951, 1000)
    assert adam.scroll()["gap"] <= CLOSE
    expect(adam.row("message 1000")).to_be_in_viewport()
    expect(adam.button("Jump to newest")).to_be_hidden()


def test_older_messages_arrive_above_without_moving_what_is_read(adam: Person, room: TestRoom) -> None:
    room.add(120, "Rachel", body=lambda n: f"message {n}" + "\nand on" * (n * 7 % 23))
    adam.opens(room)
    watches_the_rows(adam)
    for count, first in ((100, 21), (120, 1)):
        watches_the_place(adam, scroll_top=0)
        expect(adam.rows).to_have_count(count)
        assert adam.bodies()[0].startswith(f"message {first}")
        assert jolt(adam) <= CLOSE
    adam.scrolls_to_top()
    expect(adam.page.get_by_text(f"This is the beginning of #{room.name}.")).to_be_in_viewport()
    expect(adam.rows.first).to_be_in_viewport()
    assert has_seen_an_unbroken_run(adam)


@pytest.mark.drill
def test_a_thousand_messages_all_the_way_up_and_down_again(adam: Person, long_room: TestRoom) -> None:
    adam.opens(long_room)
    watches_the_rows(adam)
    beginning = adam.page.get_by_text(f"This is the beginning of #{long_room.name}.")
    for _ in range(100):
        turns_the_wheel(adam, -2000)
        if beginning.is_visible() and adam.scroll()["top"] == 0:
            break
    expect(beginning).to_be_in_viewport()
    assert adam.bodies() == numbers(1, 300)
    for _ in range(100):
        turns_the_wheel(adam, 2000)
        if adam.bodies()[-1] == "message 1000" and adam.scroll()["gap"] <= CLOSE:
            break
    assert adam.bodies() == numbers(701, 1000)
    expect(adam.button("Jump to newest")).to_be_hidden()
    assert has_seen_an_unbroken_run(adam)
    assert adam.page.evaluate("window.most") <= 300


def test_the_keyboard_alone_goes_to_the_beginning_and_back(adam: Person, room: TestRoom) -> None:
    room.add(180, "Rachel")
    adam.opens(room)
    adam.log.focus()
    beginning = adam.page.get_by_text(f"This is the beginning of #{room.name}.")
    for count in (100, 150, 180):
        adam.page.keyboard.press("Home")
        expect(adam.rows).to_have_count(count)
    adam.page.keyboard.press("Home")
    expect(beginning).to_be_in_viewport()
    adam.page.keyboard.press("End")
    expect(adam.row("message 180")).to_be_in_viewport()
    assert adam.bodies() == numbers(1, 180)


def test_who_reads_further_up_stays_put_while_others_write(adam: Person, blake: Person, long_room: TestRoom) -> None:
    blake.opens(long_room)
    adam.opens(long_room)
    turns_the_wheel(adam, -900)
    watches_the_place(adam)
    blake.says(*numbers(1001, 1005))
    jump = adam.button("Jump to newest")
    expect(jump).to_contain_text("5")
    adam.sees("message 1005")
    assert jolt(adam) <= CLOSE
    expect(adam.row("message 1005")).not_to_be_in_viewport()
    jump.click()
    expect(adam.row("message 1005")).to_be_in_viewport()
    stands_at_the_end(adam)
    expect(jump).to_be_hidden()
    assert adam.bodies()[-50:] == numbers(956, 1005)


def test_newer_messages_arrive_below_without_moving_what_is_read(adam: Person, room: TestRoom) -> None:
    room.add(400, "Rachel")
    adam.opens(room)
    goes_back_to(adam, "message 1")
    watches_the_rows(adam)
    for last in (350, 400):
        watches_the_place(adam, scroll_top=1_000_000)
        expect(adam.rows.last).to_contain_text(f"message {last}")
        assert jolt(adam) <= CLOSE
    assert adam.bodies() == numbers(101, 400)
    assert has_seen_an_unbroken_run(adam)


def test_jumping_to_the_newest_from_far_up_lands_at_the_end(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(400, "Rachel")
    blake.opens(room)
    adam.opens(room)
    goes_back_to(adam, "message 1")
    assert adam.bodies()[-1] == "message 300"
    watches_the_place(adam)
    blake.says("message 401", "message 402")
    expect(adam.button("Jump to newest")).to_contain_text("2")
    assert adam.bodies()[-1] == "message 300"
    assert jolt(adam) <= CLOSE
    adam.button("Jump to newest").click()
    expect(adam.row("message 402")).to_be_in_viewport()
    stands_at_the_end(adam)
    assert adam.bodies() == numbers(353, 402)


@pytest.mark.parametrize("pixels", [0, -60])
def test_new_messages_carry_along_who_reads_the_end(adam: Person, blake: Person, room: TestRoom, pixels: int) -> None:
    room.add(60, "Rachel")
    blake.opens(room)
    adam.opens(room)
    turns_the_wheel(adam, pixels)
    blake.says("message 61")
    adam.sees("message 61")
    expect(adam.row("message 61")).to_be_in_viewport()
    stands_at_the_end(adam)
    expect(adam.button("Jump to newest")).to_be_hidden()


@pytest.mark.parametrize("count", [120, 600])
def test_my_own_message_brings_me_to_the_end(adam: Person, room: TestRoom, count: int) -> None:
    room.add(count, "Rachel")
    adam.opens(room)
    goes_back_to(adam, f"message {max(1, count - 449)}")
    adam.says(f"message {count + 1}")
    adam.sees(f"message {count + 1}")
    expect(adam.row(f"message {count + 1}")).to_be_in_viewport()
    stands_at_the_end(adam)
    expect(adam.button("Jump to newest")).to_be_hidden()
    assert adam.bodies()[-50:] == numbers(count - 48, count + 1)


def test_an_edit_above_moves_nothing(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(100, "Blake")
    blake.opens(room)
    adam.opens(room)
    turns_the_wheel(adam, -300)
    watches_the_place(adam)
    blake.scrolls_to_top()
    blake.edits("message 55", "message 55\n" + "which is much longer now\n" * 9)
    adam.sees("much longer now")
    blake.deletes("message 56")
    adam.sees_no("message 56")
    assert jolt(adam) <= CLOSE


@pytest.mark.parametrize("size", [(1280, 500), (600, 800)])
def test_another_size_of_the_window_keeps_the_end_in_sight(adam: Person, room: TestRoom, size: tuple[int, int]) -> None:
    room.add(60, "Rachel", body=lambda n: f"message {n} " + "and so on " * 30)
    adam.opens(room)
    adam.page.set_viewport_size({"width": size[0], "height": size[1]})
    stands_at_the_end(adam)
    expect(adam.row("message 60 ")).to_be_in_viewport()
    expect(adam.button("Jump to newest")).to_be_hidden()


def test_another_size_of_the_window_keeps_what_is_read_further_up(adam: Person, room: TestRoom) -> None:
    room.add(60, "Rachel", body=lambda n: f"message {n} " + "and so on " * 30)
    adam.opens(room)
    turns_the_wheel(adam, -400)
    expect(adam.row("message 48 ")).to_be_in_viewport()
    for width in (600, 1280):
        adam.page.set_viewport_size({"width": width, "height": 800})
        expect(adam.row("message 48 ")).to_be_in_viewport()
        expect(adam.row("message 49 ")).to_be_in_viewport()
