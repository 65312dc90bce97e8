"""Events of how people are told."""

from dataclasses import dataclass

from chat.accounts.events import person_topic
from chat.rooms.items import Level


@dataclass(frozen=True, slots=True)
class LevelChanged:
    """Somebody has chosen of what in a room they want to be told; for all their pages."""

    user_id: int
    room_id: int
    level: Level

    @property
    def topic(self) -> str:
        """Whose choice it is."""
        return person_topic(self.user_id)
