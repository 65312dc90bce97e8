"""One open page: its layout, and the room that it shows."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from nicegui import Client, ui

from chat.accounts.events import PEOPLE, person_topic
from chat.accounts.items import Identity
from chat.errors import NotFound, NotSignedIn
from chat.realtime.bus import bus
from chat.realtime.events import BUS
from chat.rooms.events import ROOMS
from chat.storage.database import database
from chat.web import auth
from chat.web.components.layout.greeting import show_greeting
from chat.web.components.layout.layout import Layout
from chat.web.components.room_view.opening import Opening
from chat.web.components.room_view.room_view import RoomView
from chat.web.components.shared.assets import head
from chat.web.components.sidebar.sidebar import Sidebar
from chat.web.pages.rooms.inspection import inspection
from chat.web.pages.rooms.last_room import note_opened
from chat.web.pages.rooms.newest_call import IsNewest, NewestCall
from chat.web.pages.rooms.outbox import Outbox
from chat.web.pages.rooms.page_events import PageEventHandlers
from chat.web.pages.rooms.place import Place
from chat.web.pages.rooms.presence import PagePresence
from chat.web.pages.rooms.reading import Reader, drawn_room_list
from chat.web.pages.rooms.search_pane import SearchPane
from chat.web.pages.rooms.views import loss, make_view
from chat.web.server.appearance import style_sheets
from chat.web.server.limits import READING
from chat.web.statuses import Row


class RoomsPage(PageEventHandlers):
    """Opens rooms in its layout, and shows there what changes; what happens inside a room is `RoomView`'s."""

    def __init__(self, client: Client, identity: Identity, links_begin: str = "") -> None:
        super().__init__(client, identity, links_begin)
        self._reader = Reader(self._viewer)
        self._opening = NewestCall()

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
            shown = self._view.room if self._view else None
            missing = loss(path, shown, self._prerenderer.last_room) or error.message
        room = opening.seen.room if opening else None
        if room is None:
            await self._viewer.identify()
        thread = await self._thread.read(place) if opening and place else None
        if not is_newest() or self._client.is_deleted:
            return
        left = self._view and self._view.room.id
        self._clear(layout)
        self._client.status_code = 404 if missing else 200
        with layout.slots.shown:
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

    def _clear(self, layout: Layout) -> None:
        self._thread.close()
        self._prerenderer.forget()
        layout.slots.clear_all()

    def _show_prerendered(self, view: RoomView, path: str, layout: Layout, is_newest: IsNewest) -> None:
        """Show a prerendered room; whether the viewer may see it is checked again."""
        left, self._view = self._view, view
        self._thread.close()
        layout.slots.activate()
        with self._client:
            layout.show_title(view.room)
        layout.navigation.show_path(path)
        self._refresh_soon()
        note_opened(self._client, self._viewer, view.room.id, is_newest)
        self._list_actions.follow_news_soon({view.room.id, *([left.room.id] if left else [])})

    def _make_view(self, opening: Opening, layout: Layout) -> RoomView:
        return make_view(self._viewer, opening, layout, self._links_begin, on_members=self._refresh_soon)

    async def _open_beside(self, place: Place, is_newest: IsNewest, layout: Layout) -> None:
        thread = await self._thread.read(place)
        if is_newest() and not self._client.is_deleted and (thread or place.root_id is None):
            with layout.slots.shown:
                self._thread.show(thread)
                layout.navigation.show_path(place.path)
            layout.slots.confirm()
            self._list_actions.follow_news_soon(self._thread.ids)

    async def _ensure_layout(self) -> Layout:
        if self._layout is None:
            await self._subscriptions.listen(
                {
                    ROOMS: lambda event: self._refresh_changed(event.changed.id, is_lost=event.members is not None),
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
                on_prerender=self._prerender,
                on_perform=Outbox(self._viewer, self._answer).perform,
                on_presence=PagePresence(self._client, self._viewer, self._show_presence).handle,
                on_search=SearchPane(self._client, self._viewer).open,
                is_degraded=bus.is_degraded,
                inspection=may,
            )
        return self._layout

    async def _prerender(self, path: str) -> None:
        if (layout := self._layout) and not (self._view and path == f"{auth.HOME}/{self._view.room.id}"):
            await self._prerenderer.prerender(path, layout, lambda opening: self._make_view(opening, layout))

    async def _navigate(self, path: str, activated: object = None) -> None:
        is_newest = self._opening.begin()
        view = await self._prerenderer.activate(path, activated, is_newest)
        if view and self._layout:
            self._show_prerendered(view, path, self._layout, is_newest)
            return
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
