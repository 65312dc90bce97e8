"""The list of rooms: a stream, so that rooms can come, change and go without being drawn again."""

from collections.abc import Sequence
from functools import lru_cache

from nicegui import ui
from nicegui.element import Element

from chat.components.templates import render, template
from chat.elements.stream import Stream
from chat.items import RoomItem, UserItem

_room_link = template("room_link.html")

PHONE_WIDTH = 720
"""Pixels below which it is a drawer that can be opened."""

EMPTY = "<p>There are no rooms yet.</p>"


class Sidebar(Element, component="sidebar.js"):
    """Navigation among rooms, and who I am; navigation.js marks the current room.

    One element with all that never changes: each costs the server 3.5 kB for as long as the page is open.
    """

    def __init__(self, viewer: UserItem, rooms: Sequence[RoomItem]) -> None:
        with ui.context.client.layout as layout:
            super().__init__()
        self.move(target_index=0)
        layout.props('view="hhh Lpr fff"')
        self._props.update(
            {
                "brand": render("brand.html"),
                "more": render("new_room_link.html"),
                "breakpoint": PHONE_WIDTH,
            }
        )
        self.show_viewer(viewer)
        self._shown = hash(tuple(rooms))  # the rooms themselves would be kept for each page anew
        with self:
            self._rooms = Stream("rooms", render=render_room_link, items=rooms, scroll=False, empty=EMPTY)

    def show_viewer(self, viewer: UserItem) -> None:
        """Show who looks at it, and where they may go."""
        self._props["account"] = render("account.html", viewer=viewer)

    def show(self, rooms: Sequence[RoomItem]) -> None:
        """Show these rooms, in this order, in place of those shown, if they are others."""
        if self._shown != (wanted := hash(tuple(rooms))):
            self._shown = wanted
            self._rooms.reset(*rooms)


@lru_cache(maxsize=1024)
def render_room_link(room: RoomItem) -> str:
    """Draw a room as a link."""
    return _room_link.render(room=room)
