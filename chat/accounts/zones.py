"""Time zones, by IANA's names: which there are, and what time it is there."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from chat.errors import Invalid
from models import now_ms

AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
"""What names of places begin with; the others are older names, or no places."""

Lasts = Literal["30-minutes", "1-hour", "today", "this-week", "always"]
"""For how long a status is shown."""

LASTS: tuple[Lasts, ...] = get_args(Lasts)


@cache
def zone_names() -> tuple[str, ...]:
    """List the names of the zones that people choose from."""
    return tuple(sorted(name for name in _all_names() if name.partition("/")[0] in AREAS or name == "UTC"))


def clean_zone(raw: object) -> str:
    """Return the name of a zone, or nothing; raises `Invalid` for one that does not exist."""
    if not isinstance(raw, str) or (raw and raw not in _all_names()):
        raise Invalid("Choose a time zone from the list.")
    return raw


def time_in(zone: str, at: int | None = None) -> datetime | None:
    """Return the time in a zone, now or at a moment; None for no zone, or for one that is known no more."""
    if zone not in _all_names():
        return None
    return datetime.fromtimestamp((now_ms() if at is None else at) / 1000, ZoneInfo(zone))


def end_of(lasts: object, zone: str) -> int | None:
    """Return when something ends that begins now; days and weeks end where it is midnight in a zone, or in UTC.

    Raises `Invalid` for a time that is none of `Lasts`.
    """
    if lasts not in LASTS:
        raise Invalid("Choose when the status is to be cleared.")
    now = time_in(zone) or time_in("UTC") or datetime.now().astimezone()
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    moment = now.astimezone(UTC)  # a zone's own time is counted by its clock, which goes back in autumn
    ends = {
        "30-minutes": moment + timedelta(minutes=30),
        "1-hour": moment + timedelta(hours=1),
        "today": midnight + timedelta(days=1),
        "this-week": midnight + timedelta(days=7 - midnight.weekday()),
    }
    return round(ends[lasts].timestamp() * 1000) if lasts in ends else None


@cache
def _all_names() -> frozenset[str]:
    return frozenset(available_timezones())
