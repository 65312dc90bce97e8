"""The textbox under the messages."""

from nicegui.element import Element

from chat.items import RoomItem, UserItem
from chat.text import MAX_BODY


class Composer(Element, component="composer.js"):
    """Writing to a room; what is typed stays in the browser until it is sent."""

    def __init__(self, author: UserItem, room: RoomItem) -> None:
        super().__init__()
        self._props.update(
            {
                "id": "composer",
                "me": str(author.id),
                "room": str(room.id),
                "placeholder": f"Message {room.name}",
                "max-length": MAX_BODY,
            }
        )
