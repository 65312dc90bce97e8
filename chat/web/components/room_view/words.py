"""What the parts of an open room are called, since a page may show several."""

from chat.accounts.items import UserItem
from chat.rooms.items import RoomItem, SeenRoom
from chat.web.components.shared.templates import render
from chat.web.components.shared.text_direction import isolate


class RoomWords:
    """The words, and ids, of a page's main list of messages; another list has a class of its own."""

    list_name = "messages"
    """The list's id, with which those of its rows begin."""

    prefix = ""
    """What the other ids begin with."""

    box = "Message"
    """The name of the box to write in."""

    empty = "<p><strong>No messages yet.</strong></p><p>Say hello!</p>"
    """What is shown once all messages are gone."""

    @property
    def props(self) -> dict[str, str]:
        """What the browser's side is told of it."""
        return {"list-name": self.list_name, "prefix": self.prefix, "box-label": self.box}

    def label(self, room: RoomItem) -> str:
        """Name the list of messages."""
        return f"Messages in {isolate(room.name)}"

    def placeholder(self, room: RoomItem) -> str:
        """Say in the empty box whom one writes to."""
        return f"Message {isolate(room.name)}"

    def beginning(self, room: RoomItem) -> str:
        """Say what stands above the first message."""
        if room.kind == "direct":
            return f"This is the beginning of your messages with {isolate(room.name)}."
        return f"This is the beginning of #{isolate(room.name)}."

    def hints(self, seen: SeenRoom, viewer: UserItem) -> str:
        """Draw what a room without messages tells: three ways to begin."""
        return render("room_view/empty_room.html", seen=seen, is_administrator=viewer.is_administrator)
