"""Events of rooms, and their topics."""

from dataclasses import dataclass
from typing import ClassVar

from chat.rooms.items import RoomItem

ROOMS = "rooms"


def room_topic(room_id: int) -> str:
    """Return the topic on which a room's changes are published."""
    return f"room:{room_id}"


def room_of_topic(topic: str) -> int | None:
    """Return the id of the room whose topic this is, or None for another topic."""
    kind, _, room_id = topic.partition(":")
    return int(room_id) if kind == "room" else None


@dataclass(frozen=True, slots=True)
class RoomsChanged:
    """The list of rooms has reached `revision`: this room was created, renamed, archived or restored."""

    changed: RoomItem
    revision: int
    topic: ClassVar[str] = ROOMS
