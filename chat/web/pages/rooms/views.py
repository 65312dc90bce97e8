"""Open rooms as they are made for a page, and what is said of one that was lost."""

from collections.abc import Callable
from contextlib import suppress

from chat.errors import NotFound
from chat.rooms.items import RoomItem
from chat.web.components.layout.layout import Header, Layout
from chat.web.components.room_view.opening import Opening
from chat.web.components.room_view.room_view import RoomView
from chat.web.components.shared.text_direction import isolate
from chat.web.pages.rooms.place import place_of
from chat.web.pages.rooms.room_actions import ViewerRoomActions
from chat.web.viewer import Viewer


def make_view(
    viewer: Viewer, opening: Opening, layout: Layout, links_begin: str, *, on_members: Callable[[], object]
) -> RoomView:
    """Make an open room with its header, where the page is being made."""
    return RoomView(
        viewer.user,
        opening,
        ViewerRoomActions(viewer, opening.seen.room.id),
        on_members=on_members,
        header=Header(opening.seen.room.name, opening.seen, can_inspect=layout.can_inspect),
        links_begin=links_begin,
    )


def loss(path: str, *seen: RoomItem | None) -> str:
    """Say that somebody has lost one of the rooms that they have seen until now, if a path leads into one."""
    with suppress(NotFound):
        room_id = place_of(path).room_id
        lost = next((room for room in seen if room and room.id == room_id), None)
        return f"You can no longer see {isolate(lost.name)}." if lost else ""
    return ""
