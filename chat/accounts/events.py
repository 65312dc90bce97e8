"""What has happened to accounts and sessions, and the topics that it is published under."""

from dataclasses import dataclass
from typing import ClassVar

from chat.accounts.items import UserItem

PEOPLE = "people"


def session_topic(session_id: int) -> str:
    """Return the topic on which the end of a session is published."""
    return f"session:{session_id}"


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A session has ended; its open pages have to close."""

    session_id: int

    @property
    def topic(self) -> str:
        """The session that ended."""
        return session_topic(self.session_id)


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """An account's name, picture or role has changed."""

    user: UserItem
    topic: ClassVar[str] = PEOPLE
