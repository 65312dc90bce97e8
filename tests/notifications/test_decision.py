"""Who is told of what, as a table; and do not disturb, by people's own clocks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chat.notifications.decision import Occasion, is_meant, is_told
from chat.notifications.items import WORKDAYS, Schedule, SettingsItem
from chat.notifications.quiet import is_quiet, tomorrow

OPEN, DIRECT = Occasion("open", "mentions"), Occasion("direct", "everything")


@pytest.mark.parametrize(
    ("level", "plain", "mentioned", "whole_room"),
    [
        ("everything", True, True, True),
        ("mentions", False, True, True),
        ("nothing", False, False, False),
    ],
)
@pytest.mark.parametrize("kind", ["open", "closed", "direct"])
def test_the_level_decides(kind: str, level: str, plain: bool, mentioned: bool, whole_room: bool) -> None:
    occasion = Occasion(kind, level)  # type: ignore[arg-type]
    assert is_told(occasion) is plain
    assert is_told(replace(occasion, is_mentioned=True)) is mentioned
    assert is_told(replace(occasion, mentions_room=True)) is whole_room


@pytest.mark.parametrize(
    "hindrance",
    [{"is_member": False}, {"is_author": True}, {"is_read": True}, {"is_gone": True}, {"is_quiet": True}],
    ids=lambda hindrance: next(iter(hindrance)),
)
def test_nobody_is_told_of_what_is_theirs_known_gone_or_no_business_of_theirs(hindrance: dict[str, bool]) -> None:
    for occasion in (DIRECT, replace(OPEN, level="everything"), replace(OPEN, is_mentioned=True)):
        assert is_told(occasion)
        assert not is_told(replace(occasion, **hindrance))  # type: ignore[arg-type]


def test_somebody_is_meant_by_mentions_and_in_direct_rooms_whatever_they_are_told_of() -> None:
    assert [is_meant(one) for one in (OPEN, DIRECT, replace(DIRECT, level="nothing"))] == [False, True, True]
    assert is_meant(replace(OPEN, is_mentioned=True))
    assert is_meant(replace(OPEN, mentions_room=True))


def at(text: str) -> int:
    """Return a moment, given by the clock in Greenwich, in milliseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def quiet(schedule: Schedule, moment: str) -> bool:
    return is_quiet(SettingsItem(schedule=schedule), at(moment))


def test_a_pause_ends_by_itself() -> None:
    settings = SettingsItem(paused_until=at("2026-03-02 12:00"))
    assert is_quiet(settings, at("2026-03-02 11:59"))
    assert not is_quiet(settings, at("2026-03-02 12:00"))
    assert not is_quiet(SettingsItem(), 0)


@pytest.mark.parametrize(
    ("now", "zone", "then"),
    [
        ("2026-03-02 20:00", "UTC", "2026-03-03 08:00"),
        ("2026-03-02 20:00", "Asia/Tokyo", "2026-03-03 23:00"),  # where it is the third, at five
        ("2026-03-02 02:00", "UTC", "2026-03-02 08:00"),  # a night that has not ended
        ("2026-03-28 20:00", "Europe/Vienna", "2026-03-29 06:00"),  # the clock goes forward that night
        ("2026-03-02 20:00", "Mars/Base", "2026-03-03 08:00"),
        ("2026-03-02 20:00", "", "2026-03-03 08:00"),
    ],
)
def test_tomorrow_begins_in_the_morning_where_somebody_is(now: str, zone: str, then: str) -> None:
    assert tomorrow(zone, at(now)) == at(then)


OFFICE = Schedule(WORKDAYS, 9 * 60, 18 * 60, "Europe/Vienna")
NIGHT = Schedule("5", 22 * 60, 6 * 60, "UTC")
"""On Fridays from ten in the evening to six."""


@pytest.mark.parametrize(
    ("schedule", "moment", "expected"),
    [
        (OFFICE, "2026-03-02 07:59", True),  # Monday, 8:59 in Vienna
        (OFFICE, "2026-03-02 08:00", False),
        (OFFICE, "2026-03-02 16:59", False),
        (OFFICE, "2026-03-02 17:00", True),
        (OFFICE, "2026-03-07 10:00", True),  # Saturday
        (OFFICE, "2026-07-06 07:00", False),  # in summer an hour earlier
        (replace(OFFICE, days=""), "2026-03-07 03:00", False),
        (NIGHT, "2026-03-06 21:59", True),
        (NIGHT, "2026-03-06 22:00", False),
        (NIGHT, "2026-03-07 05:59", False),
        (NIGHT, "2026-03-07 06:00", True),
        (NIGHT, "2026-03-06 05:00", True),  # the night before is Thursday's
        (Schedule("1", 0, 0, "UTC"), "2026-03-02 00:00", False),  # a whole day
        (Schedule("1", 0, 0, "UTC"), "2026-03-02 23:59", False),
        (Schedule("1", 0, 0, "UTC"), "2026-03-03 00:00", True),
        (Schedule("1", 540, 1080, "Mars/Base"), "2026-03-02 10:00", False),
    ],
)
def test_outside_of_the_schedule_it_is_quiet(schedule: Schedule, moment: str, expected: bool) -> None:
    assert quiet(schedule, moment) is expected
