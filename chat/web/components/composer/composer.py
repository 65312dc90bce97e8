"""The composer: the message box, and who else is typing."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from nicegui.element import Element

from chat.accounts.items import UserItem
from chat.errors import ChatError
from chat.rooms.items import RoomItem
from chat.text import MAX_BODY
from chat.web.components import composer, shared
from chat.web.components.shared.text_direction import isolate


class Composer(
    Element,
    component="composer.js",
    dependencies=[composer.SCRIPTS, shared.SCRIPTS],
):
    """Writing to a room; what is typed stays in the browser until it is sent."""

    def __init__(self, author: UserItem, room: RoomItem, *, notify_typing: Callable[[], Awaitable[object]]) -> None:
        """Show an empty box, or the draft that the browser has kept.

        Args:
            author: who writes
            room: where
            notify_typing: tells the others that the author is typing, raising `ChatError`
        """
        super().__init__()
        self._notify_typing = notify_typing
        self._props.update(
            {
                "id": "composer",
                "me": str(author.id),
                "room": str(room.id),
                "placeholder": placeholder(room),
                "max-length": MAX_BODY,
            }
        )
        self.on("typing", self._handle_typing)

    async def _handle_typing(self) -> None:
        with suppress(ChatError):  # a courtesy: whoever types too fast for it, or in vain, need not know
            await self._notify_typing()


def placeholder(room: RoomItem) -> str:
    """Return what an empty box says."""
    return f"Message {isolate(room.name)}"
