"""When somebody is to be reminded of a message, by what they have chosen and the clock where they are."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal, get_args

from chat.accounts import time_in
from chat.errors import Invalid

When = Literal["20-minutes", "1-hour", "3-hours", "tomorrow", "monday"]

WHENS: tuple[When, ...] = get_args(When)

MORNING = time(9)

FARTHEST = timedelta(days=5 * 365)
"""How far ahead somebody may be reminded."""


def due_at(when: object, zone: str) -> int:
    """Return the moment that one of `WHENS` means, or a date and time such as `2026-11-30T09:00`, in a zone or in UTC.

    Raises `Invalid` for what is neither, or not ahead.
    """
    now = time_in(zone) or datetime.now(UTC)
    moment = now.astimezone(UTC)  # a zone's own time is counted by its clock, which goes back in autumn
    day = datetime.combine(now.date(), MORNING, now.tzinfo)
    chosen = {
        "20-minutes": moment + timedelta(minutes=20),
        "1-hour": moment + timedelta(hours=1),
        "3-hours": moment + timedelta(hours=3),
        "tomorrow": (day + timedelta(days=1)).astimezone(UTC),
        "monday": (day + timedelta(days=7 - now.weekday())).astimezone(UTC),
    }
    due = (chosen.get(when) if isinstance(when, str) else None) or _typed(when, now)
    if not moment < due <= moment + FARTHEST:
        raise Invalid("Choose a time ahead, within five years.")
    return round(due.timestamp() * 1000)


def _typed(when: object, now: datetime) -> datetime:
    try:
        if isinstance(when, str) and len(when) == len("2026-11-30T09:00"):
            return datetime.strptime(when, "%Y-%m-%dT%H:%M").replace(tzinfo=now.tzinfo).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Invalid("Choose when you want to be reminded.")
