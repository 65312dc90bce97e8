"""Facts that have happened, in the past tense, and the topics they are told under."""

from dataclasses import dataclass
from typing import ClassVar

from chat.items import MessageItem, RoomItem, UserItem

ROOMS = "rooms"
PEOPLE = "people"
BUS = "bus"


def room_topic(room_id: int) -> str:
    """Name the topic that a room's changes are told under."""
    return f"room:{room_id}"


def session_topic(session_id: int) -> str:
    """Name the topic that a session's end is told under."""
    return f"session:{session_id}"


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """A room has reached `message.revision` by a change to this message."""

    message: MessageItem

    @property
    def topic(self) -> str:
        """The room the message belongs to."""
        return room_topic(self.message.room_id)


class MessageCreated(MessageEvent):
    """Somebody said something."""


class MessageEdited(MessageEvent):
    """Somebody put their words differently."""


class MessageDeleted(MessageEvent):
    """Somebody took their words back; the message is its tombstone."""


class MessageReacted(MessageEvent):
    """Somebody has put an emoji on it, or taken theirs back."""


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A browser has been signed out; its open pages have to close."""

    session_id: int

    @property
    def topic(self) -> str:
        """The session that ended."""
        return session_topic(self.session_id)


@dataclass(frozen=True, slots=True)
class RoomsChanged:
    """The list of rooms has reached a revision: this room was made, renamed, archived or brought back."""

    changed: RoomItem
    revision: int
    topic: ClassVar[str] = ROOMS


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody has another name or picture."""

    user: UserItem
    topic: ClassVar[str] = PEOPLE


@dataclass(frozen=True, slots=True)
class PersonTyping:
    """Somebody has just been typing in a room; it is kept nowhere, and old in a few seconds."""

    room_id: int
    user: UserItem

    @property
    def topic(self) -> str:
        """The room they type in."""
        return room_topic(self.room_id)


@dataclass(frozen=True, slots=True)
class BusChanged:
    """News from other processes come late from now on, or in time again: then some of it may have been missed."""

    is_late: bool
    topic: ClassVar[str] = BUS


Event = MessageEvent | SessionEnded | RoomsChanged | PersonChanged | PersonTyping | BusChanged
