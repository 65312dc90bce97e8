"""The day of what one reads: it stays at the top of the column while its own line is above that."""

import pytest
from playwright.sync_api import Locator, expect

from models import now_ms
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_scroll import turns_the_wheel

IS_RIGHT = """() => {
    const list = document.getElementById("messages");
    const { top } = list.getBoundingClientRect();
    const isAbove = (row) => row.getBoundingClientRect().top < top;
    const passed = [...list.querySelectorAll(":scope > [data-day]")].filter(isAbove);
    const line = document.querySelector(".day-line");
    const isHidden = (row) => getComputedStyle(row, "::before").visibility === "hidden";
    const day = passed.at(-1)?.dataset.day ?? "";
    return line.textContent === day && line.hidden === !day && passed.every(isHidden);
}"""


DAY = 86_400_000  # ms


def yesterday() -> int:
    """Four in the afternoon: where a day begins among the rows must not depend on when the test is run."""
    return now_ms() // DAY * DAY - 8 * 3_600_000


def day_line(person: Person) -> Locator:
    return person.page.locator(".day-line")


@pytest.mark.long
def test_the_day_of_what_one_reads_stays_at_the_top(adam: Person, room: TestRoom) -> None:
    room.add(150, "Rachel", step_ms=3_600_000, until=yesterday())
    adam.opens(room)
    adam.page.wait_for_function(IS_RIGHT)
    expect(day_line(adam)).to_be_visible()
    for pixels in (-10, -300, -1200, 700, -2400, -2400):
        turns_the_wheel(adam, pixels)
        adam.page.wait_for_function(IS_RIGHT)
    adam.page.emulate_media(media="print")
    expect(day_line(adam)).to_be_hidden()
    adam.page.emulate_media(media="screen")
    adam.page.wait_for_function(IS_RIGHT)
    adam.scrolls_to_top()
    adam.page.wait_for_function("() => document.getElementById('messages').hasAttribute('data-start')")
    adam.scrolls_to_top()
    adam.page.wait_for_function(IS_RIGHT)
    expect(day_line(adam)).to_be_hidden()


OVERLAPS = """() => {
    const line = document.querySelector(".day-line");
    const list = document.getElementById("messages");
    const [begins, ends] = [line.getBoundingClientRect().top - 8, line.getBoundingClientRect().bottom];
    const isSeen = !line.hidden && getComputedStyle(line).visibility === "visible";
    const rows = [...list.querySelectorAll(":scope > [data-day]:not([data-passed])")];
    return isSeen && rows.map((row) => row.getBoundingClientRect().top + 8).some((at) => at > begins && at < ends);
}"""


@pytest.mark.long
def test_the_day_gives_way_to_the_line_of_the_next_and_nothing_moves(adam: Person, room: TestRoom) -> None:
    room.add(30, "Rachel", step_ms=3_600_000 * 4, until=yesterday())
    adam.opens(room)
    adam.page.wait_for_function(IS_RIGHT)
    hidden = 0
    for _ in range(24):
        before = adam.page.evaluate(
            "() => { const list = document.getElementById('messages'); list.scrollTop -= 9; return list.scrollTop; }"
        )
        adam.page.wait_for_function(f"() => !({OVERLAPS})()")
        assert adam.scroll()["top"] == before
        hidden += day_line(adam).evaluate("line => getComputedStyle(line).visibility === 'hidden'")
    assert 0 < hidden < 20


@pytest.mark.long
def test_without_the_only_message_of_a_day_the_day_goes_too(adam: Person, room: TestRoom) -> None:
    room.add(30, "Adam", step_ms=60_000)
    adam.opens(room)
    adam.page.wait_for_function(IS_RIGHT)
    newest = adam.rows.last
    key = newest.get_attribute("data-key")
    adam.page.evaluate("key => document.querySelector('.room-view').roomView.outbox.add('delete', {}, key)", key)
    expect(adam.page.locator(f"#messages-{key}")).to_have_count(0)
    adam.page.wait_for_function(IS_RIGHT)
