"""What stands below a room's messages: the box to write in or, where the room is archived, that it is."""

from nicegui import ui
from nicegui.element import Element

from chat.accounts.items import UserItem
from chat.rooms.items import RoomItem
from chat.web.components.composer.composer import Composer, placeholder
from chat.web.components.message_list.pending_messages import PendingMessages
from chat.web.components.room_view.actions import RoomActions
from chat.web.components.room_view.message_column import MessageColumn


class Writing:
    """The composer and, after the column's messages, what is pending."""

    def __init__(self, author: UserItem, room: RoomItem, column: MessageColumn, actions: RoomActions) -> None:
        """Show them below a column; `actions` send, and tell that the author is typing."""
        self._author, self._room, self._column, self._actions = author, room, column, actions
        self._place = ui.element("div").classes("writing")
        self._parts: list[Element] = []
        self._fill()

    def show_room(self, room: RoomItem) -> None:
        """Follow a change of the room; what is being typed stays."""
        before, self._room = self._room, room
        if bool(before.archived_at) != bool(room.archived_at):
            for part in self._parts:
                part.delete()
            self._fill()
        elif before.name != room.name and not room.archived_at:
            self._parts[0].props["placeholder"] = placeholder(room)

    def _fill(self) -> None:
        with self._place:
            if self._room.archived_at:
                note = ui.label("This room is archived and read-only.")
                self._parts = [note.classes("archived").props("role=note")]
                return
            self._parts = [Composer(self._author, self._room, notify_typing=self._actions.notify_typing)]
        with self._column.stream:
            self._parts.append(PendingMessages(self._author, self._room, send=self._actions.send))
