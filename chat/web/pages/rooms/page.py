"""One open page: its layout, and the room that it shows."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from nicegui import Client, background_tasks, ui

from chat import rooms
from chat.accounts.events import PEOPLE, OwnAccountChanged, PersonChanged, TeamChanged, person_topic
from chat.accounts.items import Identity
from chat.errors import NotFound, NotSignedIn
from chat.messages.events import PressedSecretly
from chat.notifications.events import LevelChanged
from chat.realtime.bus import bus
from chat.realtime.events import BUS, BusStatusChanged, Event
from chat.rooms.events import ROOMS, FollowedThreadsChanged, MembershipChanged, ReadMarksMoved
from chat.storage.database import database
from chat.web import auth, open_pages
from chat.web.components.layout.greeting import show_greeting
from chat.web.components.layout.layout import Header, Layout
from chat.web.components.room_view.opening import Opening
from chat.web.components.room_view.room_view import RoomView
from chat.web.components.shared.assets import head
from chat.web.components.shared.text_direction import isolate
from chat.web.components.sidebar.sidebar import Sidebar
from chat.web.page_subscriptions import PageSubscriptions
from chat.web.pages.rooms.inspection import inspection
from chat.web.pages.rooms.last_room import note_opened
from chat.web.pages.rooms.newest_call import IsNewest, NewestCall
from chat.web.pages.rooms.outbox import Outbox
from chat.web.pages.rooms.place import Place
from chat.web.pages.rooms.presence import PagePresence
from chat.web.pages.rooms.reading import Reader, drawn_room_list
from chat.web.pages.rooms.room_actions import ViewerRoomActions
from chat.web.pages.rooms.search_pane import SearchPane
from chat.web.pages.rooms.sidebar_actions import ViewerSidebarActions
from chat.web.pages.rooms.thread_pane import ThreadPane
from chat.web.server.appearance import style_sheets
from chat.web.server.limits import READING
from chat.web.statuses import Row
from chat.web.viewer import Viewer


class RoomsPage:
    """Opens rooms in its layout, and shows there what changes; what happens inside a room is `RoomView`'s."""

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
        self._reader = Reader(self._viewer)
        self._opening, self._refresh = NewestCall(), NewestCall()
        self._layout: Layout | None = None
        self._view: RoomView | None = None
        self._thread = ThreadPane(client, self._viewer, links_begin)
        self._changed: set[int] = set()  # rooms that have changed since the one that is shown was read

    async def open(self, path: str, last: int | None = None) -> None:
        """Show the room that a path names, or a greeting that leads on to `last`; raises `NotSignedIn`."""
        (await self._ensure_layout()).navigation.lead_to(f"{auth.HOME}/{last}" if last else "")
        is_home = path.rstrip("/") == auth.HOME
        welcome = {"has_rooms": last is not None, "is_passing": last is not None} if is_home else None
        await self._open(path, self._opening.begin(), welcome)

    async def _open(self, path: str, is_newest: IsNewest, welcome: Mapping[str, bool] | None = None) -> None:
        opening, place, missing = None, None, ""
        layout = await self._ensure_layout()
        self._changed.clear()
        ends = self._subscriptions.ends
        try:
            if path.rstrip("/") != auth.HOME:
                place = await self._reader.place(path)
                if self._thread.is_all_that_changes(self._view, place):
                    await self._open_beside(place, is_newest, layout)
                    return
                place, opening = await self._reader.opening_at(place)
        except NotFound as error:
            missing = self._lost(path) or error.message
        room = opening.seen.room if opening else None
        if room is None:
            await self._viewer.identify()
        thread = await self._thread.read(place) if opening and place else None
        if not is_newest() or self._client.is_deleted:
            return
        left = self._view and self._view.room.id
        self._thread.close()
        layout.main.clear()
        self._client.status_code = 404 if missing else 200
        with layout.main:
            layout.show_title(room)
            layout.navigation.show_path(place.path if place and opening else path)
            self._view = self._make_view(opening, layout) if opening else None
            if self._view and ends == self._subscriptions.ends:
                self._view.stream.follow_now()
            self._thread.show(thread)
            if opening is None:
                show_greeting(self._viewer.user, missing, can_inspect=layout.can_inspect, **welcome or {})
        if room and room.id in self._changed:
            self._refresh_soon()
        if room:
            note_opened(self._client, self._viewer, room.id, is_newest)
        if place and room and thread is None:
            self._thread.open_once_live(place, lambda: self._open_beside(place, is_newest, layout))
        self._list_actions.follow_news_soon({id_ for id_ in (left, room and room.id) if id_} | self._thread.ids)

    def _make_view(self, opening: Opening, layout: Layout) -> RoomView:
        return RoomView(
            self._viewer.user,
            opening,
            ViewerRoomActions(self._viewer, opening.seen.room.id),
            on_members=self._refresh_soon,
            header=Header(opening.seen.room.name, opening.seen, can_inspect=layout.can_inspect),
            links_begin=self._links_begin,
        )

    async def _open_beside(self, place: Place, is_newest: IsNewest, layout: Layout) -> None:
        thread = await self._thread.read(place)
        if is_newest() and not self._client.is_deleted and (thread or place.root_id is None):
            with layout.main:
                self._thread.show(thread)
                layout.navigation.show_path(place.path)
            self._list_actions.follow_news_soon(self._thread.ids)

    def _lost(self, path: str) -> str:
        """Say that somebody has lost the room that the page has shown until now, if that is what the path names."""
        if self._view is None or path != f"{auth.HOME}/{self._view.room.id}":
            return ""
        return f"You can no longer see {isolate(self._view.room.name)}."

    async def _ensure_layout(self) -> Layout:
        if self._layout is None:
            await self._subscriptions.listen(
                {
                    ROOMS: lambda event: self._refresh_changed(event.changed.id),
                    PEOPLE: self._show_people,
                    person_topic(self._viewer.user.id): self._show_own_change,
                    BUS: self._show_bus_status,
                }
            )
            may = await inspection(self._viewer)
            listed = await database.read(drawn_room_list, self._viewer.user)
            ui.add_head_html(head(*style_sheets()))
            sidebar = self._list_actions.sidebar = Sidebar(self._viewer.user, *listed, self._list_actions)
            self._layout = Layout(
                self._viewer.user,
                sidebar,
                on_navigate=self._navigate,
                on_perform=Outbox(self._viewer, self._answer).perform,
                on_presence=PagePresence(self._client, self._viewer, self._show_presence).handle,
                on_search=SearchPane(self._client, self._viewer).open,
                is_degraded=bus.is_degraded,
                inspection=may,
            )
        return self._layout

    async def _navigate(self, path: str) -> None:
        is_newest = self._opening.begin()
        with suppress(NotSignedIn):
            async with READING.queue(self._viewer.key):
                if is_newest():
                    await READING.pace(self._viewer.key)
                    await self._open(path, is_newest)

    def _answer(self, *answer: Any) -> None:
        if self._layout and not self._client.is_deleted:
            self._layout.navigation.answer(*answer)

    def _show_presence(self, groups: Collection[Collection[int]], statuses: Sequence[Row]) -> None:
        if self._layout and not self._client.is_deleted:
            self._layout.navigation.show_presence(groups, statuses)

    # ---- what has changed

    def _refresh_changed(self, room_id: int) -> None:
        self._changed.add(room_id)
        if self._view and self._view.room.id == room_id:
            self._refresh_soon()

    def _show_people(self, event: Event) -> None:
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
            self._refresh_changed(event.room_id)
        elif isinstance(event, ReadMarksMoved) and self._layout and not self._client.is_deleted:
            self._layout.sidebar.show_unread(event.unread, is_all=False)
        elif isinstance(event, LevelChanged) and self._layout and not self._client.is_deleted:
            self._layout.sidebar.show_level(event.room_id, event.level)
        elif isinstance(event, PressedSecretly) and self._layout and not self._client.is_deleted:
            self._layout.navigation.ask_pressed(event.message_id)
        elif isinstance(event, FollowedThreadsChanged) and not self._client.is_deleted:
            background_tasks.create(self._list_actions.count_threads(), name="count threads with something new")
            background_tasks.create(self._thread.refresh(), name="show whether a thread is followed")
        elif isinstance(event, OwnAccountChanged) and not self._client.is_deleted:
            for part in (self._layout and self._layout.sidebar, self._view, self._thread):
                if part:
                    part.show_viewer(event.user)
            self._refresh_soon()  # administrators manage open rooms

    def _show_bus_status(self, event: BusStatusChanged) -> None:
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
        except NotFound:  # lost since it was opened
            self._thread.close()
            await self._navigate(f"{auth.HOME}/{view.room.id}")
            return
        if self._layout and is_newest() and view is self._view and seen != view.seen and not self._client.is_deleted:
            with self._client:
                self._layout.show_title(seen.room)
                view.show_room(seen)
        await self._thread.refresh()
