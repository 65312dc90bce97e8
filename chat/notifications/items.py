"""Frozen snapshots: how somebody wants to be told, and what they are told."""

from dataclasses import dataclass

EVERY_DAY = "1234567"
WORKDAYS = "12345"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When in a week somebody is told of anything: on `days` (of the ISO week), from a minute of the day to another.

    A day that ends before it begins goes on after midnight; one that ends when it begins is a whole day. Without days
    they are told at any time.
    """

    days: str = ""
    begins: int = 0
    ends: int = 0
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class SettingsItem:
    """How somebody wants to be told of what concerns them; `paused_until` is 0 or in milliseconds since 1970, UTC."""

    paused_until: int = 0
    schedule: Schedule = Schedule()
    wants_mail: bool = True
