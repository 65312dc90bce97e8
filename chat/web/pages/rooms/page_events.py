"""How an open page reacts to events of rooms, people, its viewer and the bus. Streams show messages by themselves."""

from abc import ABC, abstractmethod

from nicegui import Client, background_tasks

from chat import rooms
from chat.accounts.events import OwnAccountChanged, PersonChanged, TeamChanged
from chat.accounts.items import Identity
from chat.errors import NotFound, NotSignedIn
from chat.messages.events import PressedSecretly
from chat.notifications.events import LevelChanged
from chat.realtime.events import BusStatusChanged, Event
from chat.rooms.events import FollowedThreadsChanged, MembershipChanged, ReadMarksMoved
from chat.web import auth, open_pages
from chat.web.components.layout.layout import Layout
from chat.web.components.room_view.room_view import RoomView
from chat.web.page_subscriptions import PageSubscriptions
from chat.web.pages.rooms.newest_call import NewestCall
from chat.web.pages.rooms.prerendering import Prerenderer
from chat.web.pages.rooms.sidebar_actions import ViewerSidebarActions
from chat.web.pages.rooms.thread_pane import ThreadPane
from chat.web.viewer import Viewer


class PageEventHandlers(ABC):
    """An open page, as far as it handles events."""

    def __init__(self, client: Client, identity: Identity, links_begin: str = "") -> None:
        self._client = client
        self._links_begin = links_begin
        self._viewer = Viewer(identity, on_signed_out=lambda: open_pages.end(client))
        self._subscriptions = PageSubscriptions(client, self._viewer)
        self._list_actions = ViewerSidebarActions(
            self._viewer,
            self._subscriptions,
            shown_rooms=lambda: {*({self._view.room.id} if self._view else ()), *self._thread.ids},
            on_missed=self._refresh_soon,
        )
        self._refresh = NewestCall()
        self._layout: Layout | None = None
        self._view: RoomView | None = None
        self._thread = ThreadPane(client, self._viewer, links_begin)
        self._prerenderer = Prerenderer(client, self._viewer, self._subscriptions)
        self._changed: set[int] = set()  # rooms that have changed since the one that is shown was read

    @abstractmethod
    async def _navigate(self, path: str) -> None:
        """Go to a path."""

    def _refresh_changed(self, room_id: int, *, is_lost: bool = False) -> None:
        self._prerenderer.invalidate_room(room_id, is_lost=is_lost)
        self._changed.add(room_id)
        if self._view and self._view.room.id == room_id:
            self._refresh_soon()

    def _show_people(self, event: Event) -> None:
        self._prerenderer.invalidate()
        if isinstance(event, PersonChanged):
            self._show_person(event)
        elif isinstance(event, TeamChanged) and self._layout and not self._client.is_deleted:
            self._layout.sidebar.show_team()
            with self._client:
                self._layout.show_title(self._view.room if self._view else None)

    def _show_person(self, event: PersonChanged) -> None:
        if self._layout and not self._client.is_deleted:
            self._layout.sidebar.show_person(event.user)
        if self._view and not self._client.is_deleted:
            self._view.show_person(event.user)
            self._thread.show_person(event.user)
            if self._view.room.kind == "direct":  # perhaps named after them
                self._refresh_soon()

    def _show_own_change(self, event: Event) -> None:
        if isinstance(event, MembershipChanged):
            self._refresh_changed(event.room_id, is_lost=not event.is_visible)
        elif isinstance(event, ReadMarksMoved) and self._layout and not self._client.is_deleted:
            for item in event.unread:  # what is new there is to be marked as new
                self._prerenderer.invalidate_room(item.room_id)
            self._layout.sidebar.show_unread(event.unread, is_all=False)
        elif isinstance(event, LevelChanged) and self._layout and not self._client.is_deleted:
            self._layout.sidebar.show_level(event.room_id, event.level)
        elif isinstance(event, PressedSecretly) and self._layout and not self._client.is_deleted:
            self._layout.navigation.ask_pressed(event.message_id)
        elif isinstance(event, FollowedThreadsChanged) and not self._client.is_deleted:
            background_tasks.create(self._list_actions.count_threads(), name="count threads with something new")
            background_tasks.create(self._thread.refresh(), name="show whether a thread is followed")
        elif isinstance(event, OwnAccountChanged) and not self._client.is_deleted:
            self._prerenderer.invalidate()
            for part in (self._layout and self._layout.sidebar, self._view, self._thread):
                if part:
                    part.show_viewer(event.user)
            self._refresh_soon()  # administrators manage open rooms

    def _show_bus_status(self, event: BusStatusChanged) -> None:
        self._prerenderer.invalidate()
        if self._layout and not self._client.is_deleted:
            self._layout.connection.show(is_degraded=event.is_degraded)
            if not event.is_degraded:  # streams catch up by themselves
                self._refresh_soon()
                self._layout.navigation.ask_pressed()
                background_tasks.create(self._list_actions.recount(), name="count what was missed")

    def _refresh_soon(self) -> None:
        if self._view and not self._client.is_deleted:
            with self._client:
                background_tasks.create(self._refresh_room(self._view), name="show a changed room")

    async def _refresh_room(self, view: RoomView) -> None:
        """Read the room that is shown once more, since events may come late or in another order."""
        is_newest = self._refresh.begin()
        try:
            seen = await self._viewer.read(rooms.seen_room, view.room.id)
        except NotSignedIn:
            return
        except NotFound:  # lost since it was opened; of several who notice, one closes it
            if view is self._view:
                self._thread.close()
                await self._navigate(f"{auth.HOME}/{view.room.id}")
            return
        if self._layout and is_newest() and view is self._view and seen != view.seen and not self._client.is_deleted:
            with self._client:
                self._layout.show_title(seen.room)
                view.show_room(seen)
        await self._thread.refresh()
