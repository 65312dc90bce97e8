"""The panel of a thread: the message that it began with on top, the replies, and what can be done with all of it."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from chat.accounts.items import UserItem
from chat.errors import ChatError
from chat.messages.items import MessageItem
from chat.rooms.items import RoomItem, SeenRoom, ThreadPlace
from chat.web.components.message_list.message import render_message
from chat.web.components.room_view.words import RoomWords
from chat.web.components.shared.text_direction import isolate


class ThreadWords(RoomWords):
    """The words, and ids, of a thread beside a room."""

    list_name = "thread"
    prefix = "thread-"
    box = "Reply in thread"
    empty = "<p>No replies yet.</p>"

    def __init__(self, place: ThreadPlace, seen: SeenRoom) -> None:
        """Name the parts of a thread.

        Args:
            place: where it is
            seen: the thread, with the name of its room
        """
        self._place = place
        self._also = f"Also send to {_home_name(seen)}"

    @property
    def props(self) -> dict[str, str]:
        """What the browser is told of it: also where links lead, and what the box says that sends to the room."""
        return {**super().props, "home": str(self._place.room_id), "also": self._also}

    def label(self, room: RoomItem) -> str:
        """Name the list of replies."""
        return f"Thread in {isolate(room.name)}"

    def placeholder(self, room: RoomItem) -> str:  # noqa: ARG002 (it is the same in all rooms)
        """Say in the empty box what one writes."""
        return "Reply…"

    def beginning(self, room: RoomItem) -> str:  # noqa: ARG002 (the message replied to stands there)
        """Say nothing above the first reply."""
        return ""

    def hints(self, seen: SeenRoom, viewer: UserItem) -> str:  # noqa: ARG002 (everybody is told the same)
        """Draw what a thread without replies tells."""
        return self.empty


class ThreadPanel(Element, component="thread_panel.js"):
    """What is around the replies, which are created in it; its script is loaded when a thread is opened first."""

    def __init__(
        self,
        viewer: UserItem,
        seen: SeenRoom,
        root: MessageItem,
        *,
        on_follow: Callable[[bool], Awaitable[None]],
        on_root: Callable[[], Awaitable[None]],
    ) -> None:
        """Show a thread.

        Args:
            viewer: who looks at it
            seen: the thread
            root: the message that it began with
            on_follow: called when the viewer wants to follow it, or no more
            on_root: called when the browser may have missed changes of that message, to show it anew
        """
        super().__init__()
        self._on_follow, self._on_root = on_follow, on_root
        self._props.update({"me": str(viewer.id), "root-key": str(root.id), "home": str(root.room_id)})
        self.show_root(root)
        self.show_room(seen)
        self.on("follow", self._handle_follow)
        self.on("root", self._handle_root)

    def show_room(self, seen: SeenRoom) -> None:
        """Show what the thread's room is called, and whether the viewer follows the thread."""
        if seen.thread:
            self._props.update({"room-name": _home_name(seen), "is-followed": seen.thread.is_followed})

    def show_root(self, root: MessageItem) -> None:
        """Show the message that the thread began with as it is now."""
        self._props["root"] = render_message(root)

    def show_person(self, user: UserItem) -> None:
        """Show somebody's new name and picture on it."""
        if not self.is_deleted:
            self.run_method("showPerson", str(user.id), user.name, user.avatar or "")

    async def _handle_follow(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"on": bool(is_followed)}:
                try:
                    await self._on_follow(is_followed)
                except ChatError as error:
                    ui.notify(error.message, type="negative", position="top")

    async def _handle_root(self) -> None:
        await self._on_root()


def _home_name(seen: SeenRoom) -> str:
    """Return the name of the thread's room, with the sign of those that have names of their own."""
    is_direct = not seen.members
    return isolate(seen.room.name) if is_direct else f"#{isolate(seen.room.name)}"
