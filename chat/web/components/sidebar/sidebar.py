"""The list of rooms: a stream that follows its changes, each of which is sent to all viewers in one emit."""

from functools import lru_cache
from operator import itemgetter

from nicegui import ui
from nicegui.element import Element

from chat.accounts.items import UserItem
from chat.elements.stream import ChangesSince, Drawn, Row, Stream, row
from chat.rooms.items import RoomItem, RoomList
from chat.web.components import dialogs, outbox, shared
from chat.web.components.shared.templates import render, template

_room_link = template("sidebar/room_link.html")

PHONE_WIDTH = 720
"""Pixels below which it is a drawer that can be opened."""

EMPTY = "<p>There are no rooms yet.</p>"


class Sidebar(
    Element, component="sidebar.js", dependencies=["current_room.js", outbox.SCRIPTS, dialogs.SCRIPTS, shared.SCRIPTS]
):
    """Navigation among rooms, and who I am; navigation.js marks the current room.

    One element with all that never changes: each costs the server 3.5 kB for as long as the page is open.
    """

    def __init__(
        self, viewer: UserItem, rooms: Drawn, revision: int, *, topic: str, changes_since: ChangesSince[Row]
    ) -> None:
        """Show a list of rooms.

        Args:
            viewer: who looks at it
            rooms: the rooms, as drawn for everybody
            revision: of that list
            topic: under which its changes are broadcast
            changes_since: reads its changes, see `Stream`
        """
        with ui.context.client.layout as layout:
            super().__init__()
        self.move(target_index=0)
        layout.props('view="hhh Lpr fff"')
        self._props.update(
            {
                "me": str(viewer.id),
                "brand": render("shared/brand.html"),
                "more": render("sidebar/links.html"),
                "breakpoint": PHONE_WIDTH,
            }
        )
        self.show_viewer(viewer)
        with self:
            Stream[Row](
                "rooms",
                render=itemgetter(1),
                key=itemgetter(0),
                items=rooms,
                scroll=False,
                is_sorted=True,
                empty=EMPTY,
                topic=topic,
                revision=revision,
                changes_since=changes_since,
            )

    def show_viewer(self, viewer: UserItem) -> None:
        """Show who looks at it, and where they may go."""
        self._props["account"] = render("sidebar/account.html", viewer=viewer)


@lru_cache(maxsize=1)
def room_rows(rooms: RoomList) -> Drawn:
    """Draw a list of rooms as a stream's rows, once for all viewers."""
    return Drawn(room_row(room) for room in rooms.rooms)


def room_row(room: RoomItem) -> Row:
    """Draw a room as a stream's row."""
    return row(room.id, render_room_link(room))


@lru_cache(maxsize=256)
def render_room_link(room: RoomItem) -> str:
    """Draw a room as a link, with what it is sorted by, as `storage.sorting.name_sort_key` does."""
    return _room_link.render(room=room, order=room.name.casefold())
