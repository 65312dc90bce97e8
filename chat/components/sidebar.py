"""The list of rooms: a stream, so that rooms can come, change and go without being drawn again."""

from collections.abc import Sequence
from functools import lru_cache

from nicegui.element import Element

from chat.components.templates import template
from chat.elements.stream import Stream
from chat.items import RoomItem

_room_link = template("room_link.html")

EMPTY = "<p>There are no rooms yet.</p>"


class Sidebar(Element):
    """Navigation among rooms; navigation.js marks the current one."""

    def __init__(self, rooms: Sequence[RoomItem]) -> None:
        super().__init__("nav")
        self.props('aria-label="Rooms"').classes("sidebar-rooms")
        with self:
            self._rooms = Stream("rooms", render=render_room_link, items=rooms, scroll=False, empty=EMPTY)

    def show(self, rooms: Sequence[RoomItem]) -> None:
        """Show these rooms, in this order, in place of those shown."""
        self._rooms.reset(*rooms)


@lru_cache(maxsize=1024)
def render_room_link(room: RoomItem) -> str:
    """Draw a room as a link."""
    return _room_link.render(room=room)
