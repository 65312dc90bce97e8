"""What the page shows where no room is open."""

from nicegui import ui

from chat.accounts.items import UserItem
from chat.web.components.layout.layout import Header
from chat.web.components.shared.text_direction import isolate


def show_greeting(viewer: UserItem, missing: str = "", *, can_inspect: bool = False) -> None:
    """Welcome somebody, or say what could not be found, and where rooms are."""
    Header("Not found" if missing else "Rooms", can_inspect=can_inspect)
    name = viewer.name.split()[0]
    with ui.element("section").classes("greeting"):
        ui.label(missing or f"Welcome, {isolate(name)}").props("role=heading aria-level=2")
        ui.label("Choose a room to start chatting.").classes("greeting-hint wide-only")
        ui.label("Open the room list to start chatting.").classes("greeting-hint phone-only")
