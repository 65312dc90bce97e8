"""Days and times as people write them, by the clock of a time zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chat.live.kind import Refused


def in_zone(written: str, zone: str) -> int:
    """Return the milliseconds since 1970 of a time such as "2027-06-30 18:00"; raises `Refused`."""
    try:
        there = UTC if zone == "UTC" else ZoneInfo(zone)
        at = datetime.strptime(written.replace("T", " "), "%Y-%m-%d %H:%M").replace(tzinfo=there)
        return int(at.timestamp() * 1000)
    except (ValueError, KeyError, OverflowError, OSError) as error:
        raise Refused("There is no such day or time.") from error


def is_zone(name: str) -> bool:
    """Return whether there is a time zone of this name."""
    try:
        return name == "UTC" or bool(ZoneInfo(name))
    except (ValueError, KeyError, OSError):
        return False
