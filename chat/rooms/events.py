"""Events of rooms, and their topics."""

from dataclasses import dataclass

from chat.accounts.events import person_topic
from chat.rooms.items import RoomItem, UnreadItem

ROOMS = "rooms"


def room_topic(room_id: int) -> str:
    """Return the topic on which a room's changes are published."""
    return f"room:{room_id}"


def room_list_topic(user_id: int) -> str:
    """Return the topic under which somebody's list of rooms is followed by their pages."""
    return f"room-list:{user_id}"


def news_topic(room_id: int) -> str:
    """Return the topic under which pages of a room's members hear that something was said, whatever they show."""
    return f"news:{room_id}"


def id_in_topic(kind: str, topic: str) -> int | None:
    """Return the id in a topic of this kind, such as `room`, or None for another topic."""
    found, _, id_ = topic.partition(":")
    return int(id_) if found == kind else None


@dataclass(frozen=True, slots=True)
class RoomsChanged:
    """A room was created, renamed, archived, restored or made open or closed, by which the lists reached `revision`.

    `members` are the ids of those who may go on seeing a room that was open until now; None where nobody loses sight
    of it.
    """

    changed: RoomItem
    revision: int
    members: tuple[int, ...] | None = None

    @property
    def topic(self) -> str:
        """The one that everybody hears, but for a room that not everybody saw."""
        return ROOMS if self.changed.kind == "open" or self.members is not None else room_topic(self.changed.id)


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """Somebody has joined a room, left it, got another role in it or hidden it; for their own pages.

    `is_visible` is whether the room still exists for them.
    """

    room_id: int
    user_id: int
    revision: int
    is_visible: bool

    @property
    def topic(self) -> str:
        """Whose membership it is."""
        return person_topic(self.user_id)


@dataclass(frozen=True, slots=True)
class FollowedThreadsChanged:
    """In how many threads there is something new for somebody may have changed: they have read on, or follow others."""

    user_id: int

    @property
    def topic(self) -> str:
        """Whose threads they are."""
        return person_topic(self.user_id)


@dataclass(frozen=True, slots=True)
class ReadMarksMoved:
    """Somebody has read on in some rooms, or marked messages unread; for all their pages."""

    user_id: int
    unread: tuple[UnreadItem, ...]

    @property
    def topic(self) -> str:
        """Whose marks they are."""
        return person_topic(self.user_id)
