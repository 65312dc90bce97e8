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
    """How somebody wants to be told of what concerns them; `paused_until` is 0 or in milliseconds since 1970, UTC.

    `wants_replies` is whether answers to their messages are told as if they mentioned them.
    """

    paused_until: int = 0
    schedule: Schedule = Schedule()
    wants_mail: bool = True
    wants_replies: bool = True


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """What somebody is told of a message; `room` is empty in a direct room, where the author says it all.

    A reply in a thread is told of in the thread's room, where links lead.
    """

    room_id: int
    message_id: int
    author: str
    room: str
    text: str

    @property
    def title(self) -> str:
        """Who says it, and where."""
        return f"{self.author} · {self.room}" if self.room else self.author


@dataclass(frozen=True, slots=True)
class PushItem:
    """A browser that notifications are pushed to."""

    id: int
    endpoint: str
    public_key: str
    secret: str


@dataclass(frozen=True, slots=True)
class DeviceItem:
    """A browser that notifications are pushed to, as its owner sees it."""

    id: int
    session_id: int
    device: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A notification that is about to be pushed to a browser; `queued` are the ids of what it is for in the queue."""

    queued: tuple[int, ...]
    browser: PushItem
    notice: NoticeItem
    attempts: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class Missed:
    """What somebody has missed, about to be mailed to them, oldest first; `token` is of the link that unsubscribes."""

    queued: tuple[int, ...]
    address: str
    notices: tuple[NoticeItem, ...]
    attempts: int
    token: str
