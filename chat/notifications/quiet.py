"""Do not disturb: whether somebody wants to be told of anything at a moment, by their clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from chat.notifications.items import Schedule, SettingsItem

FIRST_HOUR = 8
"""The hour of the next morning until which a pause "until tomorrow" lasts."""


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones; looking for them takes a while."""
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its name; UTC for one that is unknown here, or was not given."""
    return ZoneInfo(name if name in time_zones() else "UTC")


def is_quiet(settings: SettingsItem, now_ms: int) -> bool:
    """Whether somebody is not to be disturbed now: by a pause, or by their schedule."""
    return now_ms < settings.paused_until or not _is_within(settings.schedule, now_ms)


def tomorrow(time_zone: str, now_ms: int) -> int:
    """Return when the next morning begins in a time zone; a night that has not ended belongs to the day before."""
    local = datetime.fromtimestamp(now_ms / 1000, zone(time_zone))
    day = local.date() + timedelta(days=0 if local.hour < FIRST_HOUR // 2 else 1)
    return int(datetime.combine(day, time(FIRST_HOUR), local.tzinfo).timestamp() * 1000)


def _is_within(schedule: Schedule, now_ms: int) -> bool:
    if not schedule.days:
        return True
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    return any(begin <= now < end for begin, end in _around(schedule, now))


def _around(schedule: Schedule, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Go through the times of the schedule that began yesterday or today, by the clock on the wall there."""
    here = zone(schedule.time_zone)
    for days_ago in (1, 0):
        day = now.astimezone(here).date() - timedelta(days=days_ago)
        if str(day.isoweekday()) in schedule.days:
            next_day = day + timedelta(days=1 if schedule.ends <= schedule.begins else 0)
            yield (_moment(here, day, schedule.begins), _moment(here, next_day, schedule.ends))


def _moment(here: ZoneInfo, day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60 % 24, minute % 60), here).astimezone(UTC)
