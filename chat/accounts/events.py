"""Events of accounts and sessions, and their topics."""

from dataclasses import dataclass
from typing import ClassVar

from chat.accounts.items import TeamItem, UserItem

PEOPLE = "people"

PRESENCE = "presence"
"""What processes tell each other of who is there; pages do not hear it."""


def person_topic(user_id: int) -> str:
    """Return the topic of what concerns one person alone, on all their open pages."""
    return f"person:{user_id}"


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A session has ended; its open pages have to close."""

    session_id: int
    user_id: int

    @property
    def topic(self) -> str:
        """Whose session it was."""
        return person_topic(self.user_id)


@dataclass(frozen=True, slots=True)
class TokensEnded:
    """Tokens of somebody's programs are good no more; whoever listens with one has to end."""

    user_id: int

    @property
    def topic(self) -> str:
        """Whose programs they are."""
        return person_topic(self.user_id)


@dataclass(frozen=True, slots=True)
class OwnAccountChanged:
    """Somebody's name, picture, role or profile has changed, for their own pages."""

    user: UserItem

    @property
    def topic(self) -> str:
        """Whose account it is."""
        return person_topic(self.user.id)


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A name or picture that everybody sees has changed."""

    user: UserItem
    topic: ClassVar[str] = PEOPLE


@dataclass(frozen=True, slots=True)
class TeamChanged:
    """The team has another name or logo."""

    team: TeamItem
    topic: ClassVar[str] = PEOPLE


@dataclass(frozen=True, slots=True)
class PresenceReported:
    """A process has told who is at its pages: active, or away."""

    process: str
    active: tuple[int, ...]
    away: tuple[int, ...]
    topic: ClassVar[str] = PRESENCE


@dataclass(frozen=True, slots=True)
class PresenceSwitched:
    """Somebody wants to be seen active and typing, or no more."""

    user_id: int
    is_shown: bool
    topic: ClassVar[str] = PRESENCE
