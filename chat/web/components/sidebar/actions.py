"""What the sidebar asks for, as its component sees it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from chat.elements.stream import Changes, Row
from chat.messages.items import LastMessage


class SidebarActions(Protocol):
    """What a viewer does in their list of rooms. Ids are what a browser sent."""

    topic: str
    """The topic that the list's changes are broadcast under."""

    async def room_list_changes(self, revision: int | None) -> Changes[Row]:
        """Read what has changed in the list after a revision, or for None all of it; see `Stream`."""
        ...

    async def mark_read(self, room_id: int, message_id: int) -> None:
        """Note that the viewer has read a room up to a message."""

    async def mark_all_read(self) -> None:
        """Note that the viewer has read all rooms."""

    async def mark_unread(self, room_id: int, message_id: int) -> None:
        """Make a message, and all after it, unread again."""

    async def count_threads(self) -> None:
        """Show in how many threads that the viewer follows there is something new: the browser cannot tell."""

    async def star(self, room_id: int, *, is_starred: bool) -> None:
        """Put a room on top of the list, or back among the others; raises what `rooms.star_room` does."""

    async def set_level(self, room_id: int, level: str) -> None:
        """Choose of what in a room the viewer wants to be told."""

    async def last_messages(self, room_ids: Collection[int] | None) -> Sequence[LastMessage]:
        """Read the last message of all the viewer's rooms, or of some."""
        ...

    async def tell(self, message_ids: Sequence[int], *, is_looking: bool) -> None:
        """Show notifications of those of these messages that the viewer is to be told of.

        `is_looking` is whether they look at a page of ours.
        """

    async def recount(self, room_id: int | None = None) -> None:
        """Show what is unread, in a room or in all of them: the browser cannot tell."""
