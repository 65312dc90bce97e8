"""Prerenders the room whose link is about to be clicked, so that the click shows it at once.

From hovering to the click:

1. The mouse rests on a room's link for 80 ms, or the link gets the keyboard's focus or is pressed
   (`prerenderOnIntent` in prerendered_room.js). The browser emits `prerender` with the link's path.
2. `Prerenderer.prerender` reads the room and renders it into a slot that is not drawn (`RoomSlots`). The page follows
   the room's topic from that moment on.
3. `RoomSlots.offer` tells the browser which room that is, and as of which revision.
4. The link is clicked: if the browser has heard of no newer revision, it draws that slot by itself
   (`activatePrerendered`). In any case it emits `navigate`, with the number of the room that it has activated.
5. `RoomsPage._navigate` calls `Prerenderer.activate`. A room that is still valid becomes the one that is shown, and
   whether the viewer may see it is checked again; otherwise the room is read and rendered as for any click.
6. `RoomSlots.confirm` tells the browser which slot is shown now.

Prerendering has no side effects: nobody is notified, nothing is marked as read, and the room does not count as opened.
Whatever might change how the room is rendered invalidates it.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from nicegui import Client

from chat.elements.topic import Topic
from chat.errors import ChatError
from chat.rooms.items import RoomItem
from chat.web.components.layout.layout import Layout
from chat.web.components.room_view.opening import Opening
from chat.web.components.room_view.room_view import RoomView
from chat.web.page_subscriptions import PageSubscriptions
from chat.web.pages.rooms.newest_call import IsNewest, NewestCall
from chat.web.pages.rooms.place import Place, place_of
from chat.web.pages.rooms.reading import Reader
from chat.web.server.limits import PRERENDERING
from chat.web.viewer import Viewer

VALID = 10.0
"""Seconds for which a prerendered room may be activated."""

GRACE = 30.0
"""Seconds for which an invalidated room is kept: a browser may have activated it just before, and its viewer may be
writing in it. A connection that broke silently is noticed within this time."""


@dataclass(frozen=True, slots=True)
class PrerenderedRoom:
    """A room that is rendered, but not shown."""

    number: int
    path: str
    view: RoomView
    revision: int  # of its rows

    @property
    def is_current(self) -> bool:
        """Whether nothing has changed in the room since."""
        return Topic(self.view.stream.topic or "").latest <= self.revision


class Prerenderer:
    """Prerenders rooms for one page, one at a time; of several that are requested meanwhile, the newest."""

    __slots__ = (  # there is one for each open page
        *("_client", "_layout", "_subscriptions", "_viewer"),
        *("_calls", "_lock", "_number", "_prerendered", "_reading", "_timer", "last_room"),
    )

    def __init__(self, client: Client, viewer: Viewer, subscriptions: PageSubscriptions) -> None:
        self._client, self._viewer, self._subscriptions = client, viewer, subscriptions
        self._calls, self._lock = NewestCall(), asyncio.Lock()
        self._number = 0
        self._reading: Place | None = None
        self._prerendered: PrerenderedRoom | None = None
        self._layout: Layout | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.last_room: RoomItem | None = None
        """What was prerendered last; its viewer may have lost it by the time that they go there."""

    async def prerender(self, path: str, layout: Layout, make_view: Callable[[Opening], RoomView]) -> None:
        """Prerender the room of a path, if there is one and the viewer may see it."""
        is_newest = self._calls.begin()
        async with self._lock:
            with suppress(ChatError):
                place = place_of(path)
                if is_newest() and place == Place(place.room_id):
                    await PRERENDERING.acquire(self._viewer.key)
                    self.invalidate()
                    self._layout, self._reading = layout, place
                    await self._prerender(layout, place, make_view)
            self._reading = None

    async def _prerender(self, layout: Layout, place: Place, make_view: Callable[[Opening], RoomView]) -> None:
        ends = self._subscriptions.ends
        opening = await Reader(self._viewer).opening(place.room_id)
        is_valid = ends == self._subscriptions.ends and self._reading == place
        is_being_written = any(message.is_running for message in opening.page.messages)  # words are no revisions
        if not is_valid or is_being_written or opening.seen.thread or self._client.is_deleted:
            return
        with layout.slots.begin_prerender():
            view = make_view(opening)
        sockets = view.stream.follow_now()
        self._number += 1
        self._prerendered = PrerenderedRoom(self._number, place.path, view, opening.page.revision)
        self.last_room = view.room
        if not sockets:
            self._discard()
            return
        self._call_later(VALID, self.invalidate)
        about = {"number": self._number, "path": place.path, "title": layout.title_of(opening.seen.room)}
        state = {"topic": view.stream.topic, "revision": opening.page.revision, "sockets": sockets}
        layout.slots.offer(about | state)

    async def activate(self, path: str, number: object, is_newest: IsNewest) -> RoomView | None:
        """Return the room of a path if it is prerendered; one that has changed since, only if the browser shows it."""
        if self._reading and self._reading.path == path:
            async with self._lock:
                pass  # it is being prerendered
        room = self._prerendered
        if not is_newest() or room is None or room.path != path or not (room.number == number or room.is_current):
            return None
        self.forget()
        return room.view

    def invalidate_room(self, room_id: int, *, is_lost: bool = False) -> None:
        """Invalidate the prerendered room if it is this one; if access may be lost, discard it at once."""
        if is_lost:  # an invalidated one, too, which may be any
            self._discard()
        elif room_id in (self._prerendered and self._prerendered.view.room.id, self._reading and self._reading.room_id):
            self.invalidate()

    def invalidate(self) -> None:
        """Let the prerendered room be activated no more, and discard it after a while."""
        self._reading = None
        if self._prerendered and self._layout and not self._client.is_deleted:
            self._prerendered = None
            self._layout.slots.withdraw()
            self._call_later(GRACE, self._discard_once_connected)

    def forget(self) -> None:
        """Let go of the prerendered room, whose slot is shown or emptied by the caller."""
        self._prerendered = self._reading = None
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _discard_once_connected(self) -> None:
        """Wait for a page that is disconnected: it asks for the room that it shows as soon as it is back."""
        if self._client.has_socket_connection or self._client.is_deleted:
            self._discard()
        else:
            self._call_later(GRACE, self._discard_once_connected)

    def _discard(self) -> None:
        self.forget()
        if self._layout and not self._client.is_deleted:
            self._layout.slots.discard_prerendered()

    def _call_later(self, seconds: float, then: Callable[[], None]) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, then)
