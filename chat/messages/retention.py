"""For how long messages are kept, and whether edits keep the texts before: what administrators and managers chose."""

from collections.abc import Mapping
from typing import Any

from chat.accounts.items import UserItem
from chat.messages.items import Retention
from chat.rooms import place_days, room_for
from chat.storage.settings import setting
from models import Room

HISTORY = "edit_history"
"""Name of the setting: "on" where an administrator wants edits to keep the texts before."""

MAX_DAYS = 36_500

DAY_MS = 24 * 3600 * 1000


def keeps_history() -> bool:
    """Query: whether an edit keeps the text before."""
    return setting(HISTORY) == "on"


def retention(actor: UserItem, room_id: int) -> Retention:
    """Return for how long the messages of a room are kept, or those of a thread's room; raises `NotFound`."""
    room = room_for(actor, room_id)
    return Retention(place_days(), (room if room.parent_id is None else room.parent).keeps_days)


def cutoffs(now: int) -> "Cutoffs":
    """Return what is too old by now, in which room."""
    rows: Any = Room.select(Room.id, Room.keeps_days).where(Room.keeps_days.is_null(False))
    return Cutoffs(now, place_days(), dict(rows.tuples()))


class Cutoffs:
    """What is too old to be kept, by room.

    Args:
        now: in milliseconds
        place: the days of the place
        rooms: the days of the rooms that have some of their own
    """

    def __init__(self, now: int, place: int | None, rooms: Mapping[int, int]) -> None:
        self._now, self._place, self._rooms = now, place, rooms

    def __bool__(self) -> bool:
        """Whether anything can be too old at all."""
        return self._place is not None or bool(self._rooms)

    def of(self, home_id: int) -> int:
        """Return before which moment messages of a room, and of threads in it, are too old."""
        days = Retention(self._place, self._rooms.get(home_id)).days
        return 0 if days is None else self._now - days * DAY_MS
