"""The desktop-style frame around every room: the sidebar, who I am, the connection's state."""

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from chat.components.sidebar import Sidebar
from chat.components.templates import render
from chat.items import RoomItem, UserItem

PHONE_WIDTH = 720
"""Pixels below which the sidebar is a drawer that can be opened."""


class Connection(Element, component="connection.js"):
    """Says that the connection is lost while it is, or that news from other processes come late."""

    def __init__(self, *, is_late: bool) -> None:
        super().__init__()
        self._props["id"] = "connection"
        self._props["late"] = is_late

    def show(self, *, is_late: bool) -> None:
        """Say whether news come late."""
        if self._props["late"] != is_late:
            self._props["late"] = is_late


class Navigation(Element, component="navigation.js"):
    """Turns links to rooms, back and forward into `navigate` events."""

    def __init__(self, on_navigate: Callable[[str], Awaitable[None]]) -> None:
        super().__init__()
        self._on_navigate = on_navigate
        self.on("navigate", self._handle_navigate)

    async def _handle_navigate(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"path": str(path)}:
                await self._on_navigate(path)


class Drawer(Element):
    """Quasar's drawer, wholly in the browser: NiceGUI's asks each page whether it is open, and waits for the answer."""

    def __init__(self) -> None:
        with ui.context.client.layout as layout:
            super().__init__("q-drawer")
        self.move(target_index=0)
        layout.props('view="hhh Lpr fff"')
        self.props(f"show-if-above side=left width=264 breakpoint={PHONE_WIDTH} no-swipe-open").classes("sidebar")
        # On a phone it has done its work once a room is chosen.
        is_chosen = f"event.target.closest('a') && innerWidth < {PHONE_WIDTH}"
        self.on("click", js_handler=f"(event) => {is_chosen} && getElement({self.id}).hide()")


class Frame:
    """The page around the rooms; `main` is where a room is shown."""

    def __init__(
        self,
        viewer: UserItem,
        rooms: Sequence[RoomItem],
        *,
        on_navigate: Callable[[str], Awaitable[None]],
        is_late: bool,
    ) -> None:
        self._drawer = Drawer()
        with self._drawer:
            ui.html(render("brand.html"), sanitize=False)
            self.sidebar = Sidebar(rooms)
            ui.html(render("new_room_link.html"), sanitize=False).classes("new-room")
            ui.html(render("account.html", viewer=viewer), sanitize=False).classes("account")
        self.connection = Connection(is_late=is_late)
        self.main = ui.element("div").classes("main")
        Navigation(on_navigate)

    def header(self, title: str, room: RoomItem | None = None) -> None:
        """Draw the header of what is shown in `main`."""
        with ui.element("header").classes("room-header"):
            toggle = ui.element("button").classes("menu-button").props('type=button aria-label="Open the room list"')
            toggle.on("click", js_handler=f"() => getElement({self._drawer.id}).toggle()")
            ui.html(render("header.html", title=title, room=room), sanitize=False)
