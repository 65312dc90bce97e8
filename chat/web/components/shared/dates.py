"""Relative times, for pages without a script, since the server does not know the time zone."""

import time

MINUTE, HOUR, DAY = 60, 3600, 86_400
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def ago(at: int, now: float | None = None) -> str:
    """Say when something was: "2 hours ago", or its date once that is a week ago."""
    passed = (time.time() if now is None else now) - at / 1000
    if passed < MINUTE:
        return "just now"
    return f"{_span(passed)} ago" if passed < 7 * DAY else date(at)


def ahead(at: int, now: float | None = None) -> str:
    """Say when something will be: "in 7 days", also a moment after it was a week off."""
    left = at / 1000 - (time.time() if now is None else now) + MINUTE
    return f"in {_span(max(left, MINUTE))}" if left < 100 * DAY else date(at)


def date(at: int) -> str:
    """Say on which day something was."""
    day = time.gmtime(at / 1000)
    return f"{day.tm_mday} {MONTHS[day.tm_mon - 1]} {day.tm_year}"


def _span(seconds: float) -> str:
    units = (("day", DAY), ("hour", HOUR), ("minute", MINUTE))
    unit, count = next((unit, int(seconds // size)) for unit, size in units if seconds >= size)
    return f"{count} {unit}{'s' if count > 1 else ''}"
