"""What has happened to accounts and sessions, and the topics that it is published under."""

from dataclasses import dataclass
from typing import ClassVar

from chat.accounts.items import UserItem

PEOPLE = "people"


def session_topic(session_id: int) -> str:
    """Name the topic that a session's end is told under."""
    return f"session:{session_id}"


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A browser has been signed out; its open pages have to close."""

    session_id: int

    @property
    def topic(self) -> str:
        """The session that ended."""
        return session_topic(self.session_id)


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody has another name or picture."""

    user: UserItem
    topic: ClassVar[str] = PEOPLE
