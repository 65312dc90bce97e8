"""The layout around every room: sidebar, header, connection state."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import ClassVar

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from chat.accounts.items import UserItem
from chat.elements.browser_call import call_once
from chat.elements.inspector import Allow, RequestRestart, StreamInspector
from chat.rooms.items import RoomItem, SeenRoom
from chat.web.components import attaching, attachments, composer, dialogs, notifications, outbox, people, search, shared
from chat.web.components.layout.room_slots import RoomSlots
from chat.web.components.shared.team import team
from chat.web.components.shared.templates import render_once
from chat.web.components.shared.text_direction import isolate
from chat.web.components.sidebar.sidebar import Sidebar

MAX_CLIENT_ID = 64
"""Characters of the id of an entry in the outbox, by which it is answered."""


class Connection(Element, component="connection.js"):
    """Shows that the connection is lost or that updates are delayed."""

    def __init__(self, *, is_degraded: bool) -> None:
        super().__init__()
        self._props["id"] = "connection"
        self._props["late"] = is_degraded

    def show(self, *, is_degraded: bool) -> None:
        """Say whether news come late."""
        if self._props["late"] != is_degraded:
            self._props["late"] = is_degraded


MOST_ASKED = 2**31
"""Changes of room that a page counts."""


class Navigation(
    Element,
    component="navigation.js",
    dependencies=[
        "shortcuts.js",
        *("room_info.js", "prerendered_room.js"),
        *(
            part.SCRIPTS
            for part in (attaching, attachments, composer, dialogs, notifications, outbox, people, search, shared)
        ),
    ],
):
    """What belongs to the whole page: changes of room, the outbox, keys.

    Links to rooms, back and forward become `navigate` events, links that are about to be clicked `prerender` events,
    entries of the outbox `perform` events, whether somebody is there `presence` events, and that they want to search a
    `search` event. One element for all of it: each costs the server 1.8 kB for as long as the page is open.
    """

    AT_ONCE: ClassVar = {"perform": "_perform"}
    """Events whose handlers need nothing of NiceGUI's: by `direct_events.py` they get the event's arguments alone."""

    def __init__(
        self,
        viewer: UserItem,
        on_navigate: Callable[[str, object], Awaitable[None]],
        on_prerender: Callable[[str], Awaitable[None]],
        on_perform: Callable[..., Awaitable[None]],
        on_presence: Callable[..., Awaitable[None]],
        on_search: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._on_navigate, self._on_prerender = on_navigate, on_prerender
        self._on_perform = on_perform
        self._on_presence = on_presence
        self._on_search = on_search
        self._props["me"] = str(viewer.id)
        self._props["answered"] = self._asked = 0
        self.on("navigate", self._handle_navigate)
        self.on("prerender", self._handle_prerender)
        self.on("perform", self._handle_perform)
        self.on("presence", self._handle_presence)
        self.on("search", self._handle_search)

    def lead_to(self, path: str) -> None:
        """Say which room to open beside the list, where the page was opened at none."""
        self._props["last"] = path

    def show_path(self, path: str) -> None:
        """Say in the address and in the sidebar what is shown now."""
        if self._props.get("path") != path:
            self._props["path"] = path
        if self._props["answered"] != self._asked:
            self._props["answered"] = self._asked

    def show_title(self, title: str) -> None:
        """Set the browser's title; unlike with `ui.page_title`, it arrives together with the rest of a room."""
        if self._props.get("title") != title:
            self._props["title"] = title

    def answer(self, answer: str, client_id: str, *args: str | int | None) -> None:
        """Answer an entry of the outbox: "performed", "postponed" or "refused", as in navigation.js.

        A browser that loses its connection sends the entry again, and is answered again.
        """
        call_once(self, answer, client_id, *args)

    def show_presence(self, groups: Collection[Collection[int]], statuses: Sequence[object]) -> None:
        """Show who is there, by their ids: those who are active, away and offline; and how they are."""
        self.run_method("showPresence", groups, statuses)

    def ask_pressed(self, message_id: int | None = None) -> None:
        """Have the page ask what its viewer has pressed in secret: in a message, or in all that it shows."""
        self.run_method("pressedSecretly", message_id)

    async def _handle_presence(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"active": bool(is_active), "shown": list(shown)}:
                await self._on_presence(is_active=is_active, shown=shown)
            case {"active": bool(is_active)}:
                await self._on_presence(is_active=is_active, shown=None)

    async def _handle_search(self) -> None:
        await self._on_search()

    async def _handle_navigate(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"path": str(path)}:
                number = event.args.get("number")
                if isinstance(number, int) and 0 < number < MOST_ASKED:
                    self._asked = number
                await self._on_navigate(path, event.args.get("activated"))

    async def _handle_prerender(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"path": str(path)}:
                await self._on_prerender(path)

    async def _handle_perform(self, event: GenericEventArguments) -> None:
        await self._perform(event.args)

    async def _perform(self, args: object) -> None:
        match args:
            case {"client_id": str(client_id), **entry} if len(client_id) <= MAX_CLIENT_ID:
                await self._on_perform(client_id, entry)


class Layout:
    """The page around the rooms; rooms are drawn in its `slots`."""

    def __init__(
        self,
        viewer: UserItem,
        sidebar: Sidebar,
        *,
        on_navigate: Callable[[str, object], Awaitable[None]],
        on_prerender: Callable[[str], Awaitable[None]],
        on_perform: Callable[..., Awaitable[None]],
        on_presence: Callable[..., Awaitable[None]],
        on_search: Callable[[], Awaitable[None]],
        is_degraded: bool,
        inspection: tuple[Allow | None, RequestRestart | None] = (None, None),
    ) -> None:
        may_inspect, restart = inspection
        self.sidebar = sidebar
        self.can_inspect = may_inspect is not None
        self.connection = Connection(is_degraded=is_degraded)
        self.slots = RoomSlots()
        self.navigation = Navigation(viewer, on_navigate, on_prerender, on_perform, on_presence, on_search)
        if may_inspect:
            StreamInspector(opener=".inspect-button", allow=may_inspect, restart=restart)

    def show_title(self, room: RoomItem | None) -> None:
        """Name the page, in the browser's tab, after the room that it shows."""
        title = self.title_of(room)
        ui.context.client.title = title  # for the first HTML
        self.navigation.show_title(title)

    @staticmethod
    def title_of(room: RoomItem | None) -> str:
        """Name a page that shows a room, or none."""
        place = isolate(team.item.title)
        return f"{isolate(room.name)} · {place}" if room else place


class Header:
    """The header of what is shown in `Layout.slots`: a room with its menu, or a page without one."""

    def __init__(self, title: str, seen: SeenRoom | None = None, *, can_inspect: bool = False) -> None:
        self._can_inspect = can_inspect
        self._element = ui.html(
            render_once("layout/room_header.html", title=title, seen=seen, can_inspect=can_inspect),
            tag="header",
            sanitize=False,
        ).classes("room-header")

    def show_room(self, seen: SeenRoom) -> None:
        """Show a room's new name and description, and what its viewer may now do."""
        html = render_once("layout/room_header.html", title=seen.room.name, seen=seen, can_inspect=self._can_inspect)
        self._element.set_content(html)
