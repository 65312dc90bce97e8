"""Times and days on rows, after a journey to another zone and after a night's sleep."""

import itertools
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from models import Message
from tests.browser.conftest import Person, TestRoom

SHOWN = """() => [...document.querySelectorAll("#messages > [data-key]")].map((row) => [
    row.querySelector("time").textContent, row.querySelector("time").title,
    row.querySelector(".message-body").dataset.edited, row.dataset.day ?? null])"""

IN_ZONE = """([zone, times]) => times.map(({ sent, edited }) => {
    const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium", timeZone: zone });
    const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", timeZone: zone });
    return [clock.format(sent), full.format(sent), `edited ${full.format(edited)}`];
})"""

COME_BACK = "() => document.dispatchEvent(new Event('visibilitychange'))"


def test_whoever_travels_sees_the_times_of_where_they_are(adam: Person, room: TestRoom) -> None:
    room.add(60, "Rachel", step_ms=7_200_000)
    Message.update(edited_at=Message.created_at + 1000).where(Message.room == room.id).execute()
    cdp = adam.context.new_cdp_session(adam.page)
    cdp.send("Emulation.setTimezoneOverride", {"timezoneId": "America/New_York"})
    adam.opens(room)
    adam.scrolls_to_top()
    expect(adam.rows).to_have_count(60)
    rows = Message.select().where(Message.room == room.id).order_by(Message.id)
    times = [{"sent": row.created_at, "edited": row.edited_at} for row in rows]
    # Of these rows one begins a day in each of the zones, whatever the time is.
    for read, zone in itertools.product(range(24, 37), ("Asia/Tokyo", "America/New_York")):
        adam.row(f"message {read}").evaluate("row => row.scrollIntoView()")
        cdp.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        before = _offset_of_text(adam, f"message {read}")
        adam.page.evaluate(COME_BACK)
        shown = adam.page.evaluate(SHOWN)
        assert [row[:3] for row in shown] == adam.page.evaluate(IN_ZONE, [zone, times])
        assert [name for *_, name in shown if name][-1] in {"Today", "Yesterday"}
        assert abs(_offset_of_text(adam, f"message {read}") - before) < 2, "what one reads does not move"


def _offset_of_text(person: Person, text: str) -> float:
    """Measure where a row's text stands: its day, above it, may come or go."""
    bounds = person.row(text).locator(".message-body").bounding_box()
    assert bounds
    return bounds["y"]


def test_after_a_sleep_over_midnight_today_is_yesterday(adam: Person, room: TestRoom) -> None:
    room.add(1, "Rachel")
    adam.page.clock.install()
    adam.opens(room)
    expect(adam.rows).to_have_attribute("data-day", "Today")
    adam.page.clock.set_system_time(datetime.now(UTC) + timedelta(days=1))  # runs no timers, as a sleep
    adam.page.evaluate(COME_BACK)
    expect(adam.rows).to_have_attribute("data-day", "Yesterday")
    adam.is_live()
