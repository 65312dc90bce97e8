"""What open rooms read: in turns by account, and drawn on the thread that reads, so that the event loop only sends."""

from collections.abc import Callable
from typing import Any

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.elements.stream import Changes, Drawn, Row
from chat.messages.items import DrawnText, MessageChanges, MessageItem, MessagePage
from chat.rooms.items import FirstUnread, SeenRoom, UnreadItem
from chat.storage.database import database
from chat.text import MAX_NAME
from chat.web.components.message_list.message import render_message
from chat.web.components.room_view.actions import Completion
from chat.web.components.room_view.opening import Opening
from chat.web.components.sidebar.sidebar import room_row, room_rows
from chat.web.pages.rooms.place import Place, place_of, with_thread
from chat.web.server.limits import CATCHING_UP, READING
from chat.web.viewer import Viewer


class Reader:
    """Reads for one open page."""

    def __init__(self, viewer: Viewer) -> None:
        """Read for a viewer.

        `page` and `room_list_changes` look up the session and raise `NotSignedIn` once it has ended. `changes` is the
        same for all viewers; the room's topic checks each of them before they get it.
        """
        self._viewer = viewer

    async def opening(self, room_id: int, message_id: int | None = None) -> Opening:
        """Read what a room opens with, at a message of it, or at its place, if one is given; raises `NotFound`."""
        if message_id is not None:
            return await self._viewer.read(_linked, room_id, message_id)
        # Asked before, so that a closed room takes a stranger no longer than one that does not exist; and once more
        # after, with what was read.
        await database.read(rooms.room_for, self._viewer.user, room_id)
        page = await database.read_coalesced(newest_messages, room_id)
        seen, first, pins = await self._viewer.read(_seen, room_id)
        if first is None or not page.more or first.message_id >= page.messages[0].id:
            return Opening(seen, page, first, has_newest=True, pins=pins)
        return await self._viewer.read(_unread, room_id, seen, first)

    async def place(self, path: str) -> Place:
        """Return what a path names: of a link to a reply, the thread that it is in; raises `NotFound`."""
        place = place_of(path)
        return place if place.message_id is None else await self._viewer.read(with_thread, place)

    async def opening_at(self, place: Place) -> tuple[Place, Opening]:
        """Read what the room of a place opens with; return also the place, which is beside its room for a thread."""
        opening = await self.opening(place.room_id, place.linked_id)
        if thread := opening.seen.thread:  # its own address, such as that of a notification
            return await self.opening_at(Place(thread.room_id, thread.root_id))
        return place, opening

    async def page(self, query: Callable[[UserItem, int, int], MessagePage], room_id: int, at: int) -> MessagePage:
        """Read the page of a room's messages before or after a message, as the query says."""
        async with READING.turn(self._viewer.key):
            return await self._viewer.read(lambda actor: _drawn(query(actor, room_id, at)))

    async def changes(self, room_id: int, revision: int | None) -> Changes[MessageItem]:
        """Read what has changed in a room after a revision, or its newest messages; once for all who ask at a time."""
        async with READING.turn(self._viewer.key, 1.0 if revision is None else CATCHING_UP):
            return await database.read_coalesced(_drawn_changes, room_id, revision)

    async def completions(self, kind: str, room_id: int, text: str) -> tuple[list[Completion], bool]:
        """Read what the beginning of a name may mean: people after an `@`, rooms after a `#`; and if there is more."""
        async with READING.turn(self._viewer.key, CATCHING_UP):
            return await self._viewer.read(_completions, kind, room_id, text[:MAX_NAME])

    async def preview(self, room_id: int, text: str) -> DrawnText:
        """Draw what a text would look like as a message."""
        async with READING.turn(self._viewer.key):
            return await self._viewer.read(messages.preview_message, room_id, text)

    async def room_list_changes(self, revision: int | None) -> Changes[Row]:
        """Read what has changed in the list of rooms after a revision, or all of it."""
        async with READING.turn(self._viewer.key, 1.0 if revision is None else CATCHING_UP):
            return await database.read(_drawn_list_changes, self._viewer.user, revision)


def _seen(actor: UserItem, room_id: int) -> tuple[SeenRoom, FirstUnread | None, tuple[int, ...]]:
    """Read what is read after a page, since what has changed in between is applied to it."""
    pins = messages.rows_with_pins(actor, room_id)
    return rooms.seen_room(actor, room_id), rooms.first_unread(actor, room_id), pins


def _unread(actor: UserItem, room_id: int, seen: SeenRoom, first: FirstUnread) -> Opening:
    page = _drawn(messages.messages_around(actor, room_id, first.message_id))
    pins = messages.rows_with_pins(actor, room_id)
    return Opening(seen, page, first, has_newest=not page.more, pins=pins)


def _linked(actor: UserItem, room_id: int, message_id: int) -> Opening:
    page = _drawn(messages.messages_around(actor, room_id, message_id))
    seen, first, pins = _seen(actor, room_id)
    return Opening(seen, page, first, has_newest=not page.more, linked=message_id, pins=pins)


def newest_messages(room_id: int) -> MessagePage:
    """Read a room's newest messages for all who ask at a time; whether each may see the room is to be checked after."""
    return _drawn(messages.unchecked.newest_messages(room_id))


def drawn_room_list(actor: UserItem) -> tuple[Drawn, int, list[UnreadItem]]:
    """Read the list of the actor's rooms and draw it; return also its revision, and what is unread in them."""
    listed_rooms = rooms.room_list(actor)
    return room_rows(listed_rooms), listed_rooms.revision, rooms.unread(actor)


def _completions(actor: UserItem, kind: str, room_id: int, text: str) -> tuple[list[Completion], bool]:
    if kind == "@":
        people = rooms.people_to_mention(actor, room_id, text)
        found = [(one.user.id, one.user.name, one.user.avatar or "", one.is_member) for one in people]
    elif kind == "#":
        found = [(room.id, room.name, "", True) for room in rooms.rooms_to_link(actor, text)]
    else:
        found = []
    return found[: rooms.MAX_FOUND], len(found) > rooms.MAX_FOUND


def _drawn_list_changes(actor: UserItem, revision: int | None) -> Changes[Row]:
    changes = None if revision is None else rooms.room_list_changes(actor, revision)
    if changes is None:
        listed_rooms = rooms.room_list(actor)
        return Changes(listed_rooms.revision, reset=room_rows(listed_rooms))
    return Changes(changes.revision, [room_row(room) for room in changes.shown], deleted=changes.gone)


def _drawn(page: MessagePage) -> MessagePage:
    _draw(page.messages)
    return page


def _drawn_changes(room_id: int, revision: int | None) -> Changes[MessageItem]:
    changes: MessageChanges | None = None if revision is None else messages.unchecked.changes_since(room_id, revision)
    if changes is None:
        page = newest_messages(room_id)
        return Changes(page.revision, reset=page.messages)
    _draw([*changes.created, *changes.edited])
    gone = [message.id for message in changes.deleted]
    return Changes(changes.revision, changes.created, changes.edited, gone)


def _draw(messages: Any) -> None:
    """Have the rows in `render_message`'s cache when the event loop asks for them."""
    for message in messages:
        render_message(message)
