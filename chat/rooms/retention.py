"""For how long the messages of rooms are kept: by a rule of the place, and by rules of rooms."""

from chat.storage.settings import setting
from models import Room

SETTING = "retention_days"
"""Name of the setting: for how many days the messages of all rooms are kept; without one they are kept for ever."""


def place_days() -> int | None:
    """Query: for how many days the messages of all rooms are kept, None for ever."""
    chosen = setting(SETTING)
    return int(chosen) if chosen else None


def days_of(room: Room) -> int | None:
    """Return for how many days the messages of a room that is no thread are kept: the shorter of both rules."""
    return min((days for days in (place_days(), room.keeps_days) if days is not None), default=None)
