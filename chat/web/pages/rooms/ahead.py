"""The room that a page has ready, since its viewer seems to go there: read and sent before its link is pressed.

Nobody is told of it, nothing is marked as read and nothing counts as opened. Whatever might make another room of it
ends it; then the room is read when it is opened, as ever.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from nicegui import Client

from chat.elements.topic import Topic
from chat.errors import ChatError
from chat.web.components.layout.layout import Layout
from chat.web.components.room_view.opening import Opening
from chat.web.components.room_view.room_view import RoomView
from chat.web.page_subscriptions import PageSubscriptions
from chat.web.pages.rooms.newest_call import IsNewest, NewestCall
from chat.web.pages.rooms.place import Place, place_of
from chat.web.pages.rooms.reading import Reader
from chat.web.server.limits import GOING_AHEAD
from chat.web.viewer import Viewer

KEPT = 10.0
"""Seconds for which a room is ready."""

GRACE = 30.0
"""Seconds for which it is kept then: a browser may have drawn it already, and its viewer may write in it. A connection
that is dead without a word is noticed within these."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A room that is ready."""

    number: int
    path: str
    view: RoomView
    revision: int  # of its rows

    @property
    def is_right(self) -> bool:
        """Whether nothing was said there since."""
        return Topic(self.view.stream.topic or "").latest <= self.revision


class GoingAhead:
    """Makes rooms ready for one page, one at a time; of those asked for meanwhile the newest."""

    __slots__ = (  # there is one for each open page
        *("_client", "_layout", "_subscriptions", "_viewer"),
        *("_calls", "_lock", "_number", "_reading", "_ready", "_timer"),
    )

    def __init__(self, client: Client, viewer: Viewer, subscriptions: PageSubscriptions) -> None:
        self._client, self._viewer, self._subscriptions = client, viewer, subscriptions
        self._calls, self._lock = NewestCall(), asyncio.Lock()
        self._number = 0
        self._reading: Place | None = None
        self._ready: Ahead | None = None
        self._layout: Layout | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def prepare(self, path: str, layout: Layout, make_view: Callable[[Opening], RoomView]) -> None:
        """Make the room of a path ready in the back of the stage, if there is one and the viewer may see it."""
        is_newest = self._calls.begin()
        async with self._lock:
            with suppress(ChatError):
                place = place_of(path)
                if is_newest() and place == Place(place.room_id):
                    await GOING_AHEAD.acquire(self._viewer.key)
                    self.end()
                    self._layout, self._reading = layout, place
                    await self._prepare(layout, place, make_view)
            self._reading = None

    async def _prepare(self, layout: Layout, place: Place, make_view: Callable[[Opening], RoomView]) -> None:
        ends = self._subscriptions.ends
        opening = await Reader(self._viewer).opening(place.room_id)
        is_still = ends == self._subscriptions.ends and self._reading == place
        is_written = any(message.is_running for message in opening.page.messages)  # words that come are no changes
        if not is_still or is_written or opening.seen.thread or self._client.is_deleted:
            return
        with layout.stage.begin_back():
            view = make_view(opening)
        sockets = view.stream.follow_now()
        self._number += 1
        self._ready = Ahead(self._number, place.path, view, opening.page.revision)
        if not sockets:
            self._clear()
            return
        self._call_later(KEPT, self.end)
        about = {"number": self._number, "path": place.path, "title": layout.title_of(opening.seen.room)}
        told = {"topic": view.stream.topic, "revision": opening.page.revision, "sockets": sockets}
        layout.stage.offer(about | told)

    async def take(self, path: str, number: object, is_newest: IsNewest) -> RoomView | None:
        """Return the room of a path if it is ready; if it has changed since, only where the browser shows it."""
        if self._reading and self._reading.path == path:
            async with self._lock:
                pass  # it will be in a moment
        ready = self._ready
        if not is_newest() or ready is None or ready.path != path or not (ready.number == number or ready.is_right):
            return None
        self.forget()
        return ready.view

    def end_room(self, room_id: int, *, is_lost: bool = False) -> None:
        """Have a room ready no more, if it is this one that has changed; what may be lost is gone at once."""
        if is_lost:  # also one that is only kept
            self._clear()
        elif room_id in (self._ready and self._ready.view.room.id, self._reading and self._reading.room_id):
            self.end()

    def end(self) -> None:
        """Have nothing ready any more."""
        self._reading = None
        if self._ready and self._layout and not self._client.is_deleted:
            self._ready = None
            self._layout.stage.withdraw()
            self._call_later(GRACE, self._clear_once_there)

    def forget(self) -> None:
        """Do as `end` where something else is shown from now on, and nothing of it is left."""
        self._ready = self._reading = None
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _clear_once_there(self) -> None:
        """Wait for who is away: as soon as they are back, they ask for the room that they are in."""
        if self._client.has_socket_connection or self._client.is_deleted:
            self._clear()
        else:
            self._call_later(GRACE, self._clear_once_there)

    def _clear(self) -> None:
        self.forget()
        if self._layout and not self._client.is_deleted:
            self._layout.stage.clear_back()

    def _call_later(self, seconds: float, then: Callable[[], None]) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, then)
