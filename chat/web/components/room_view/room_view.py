"""One open room: header, messages and the box to write in."""

from chat.accounts.items import UserItem
from chat.messages.items import MessagePage
from chat.rooms.items import RoomItem
from chat.web.components.layout.layout import Header
from chat.web.components.room_view.actions import RoomActions
from chat.web.components.room_view.message_column import MessageColumn
from chat.web.components.room_view.writing import Writing


class RoomView:
    """Shows a room where it is created; knows nothing of the page around it, nor how things are done."""

    def __init__(self, viewer: UserItem, room: RoomItem, page: MessagePage, actions: RoomActions) -> None:
        """Show a room.

        Args:
            viewer: who looks at it
            room: the room
            page: its newest messages
            actions: what the viewer can do in it
        """
        self.room = room
        self._header = Header(room.name, room)
        self._column = MessageColumn(viewer, room, page, actions)
        self._writing = Writing(viewer, room, self._column, actions)

    def show_room(self, room: RoomItem) -> None:
        """Show the room as it is now; its messages, and what is being typed, stay as they are."""
        self.room = room
        self._header.show_room(room)
        self._column.show_room(room)
        self._writing.show_room(room)

    def show_viewer(self, viewer: UserItem) -> None:
        """Offer what the viewer may do now."""
        self._column.show_viewer(viewer)

    def show_person(self, user: UserItem) -> None:
        """Show somebody's new name and picture on their messages."""
        self._column.show_person(user)
