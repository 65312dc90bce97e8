"""What the page shows where no room is open."""

from nicegui import ui

from chat.accounts.items import UserItem
from chat.web.components.layout.layout import Header
from chat.web.components.shared.text_direction import isolate


def show_greeting(
    viewer: UserItem,
    missing: str = "",
    *,
    can_inspect: bool = False,
    has_rooms: bool = True,
    is_passing: bool = False,
) -> None:
    """Welcome somebody, or say what could not be found, and where rooms are.

    Args:
        viewer: who is welcomed
        missing: what could not be found
        can_inspect: whether the viewer may look at the page's streams
        has_rooms: whether they are in any room
        is_passing: whether a room takes its place at once, where there is space for one beside the list
    """
    Header("Not found" if missing else "Rooms", can_inspect=can_inspect)
    name = viewer.name.split()[0]
    with ui.element("section").classes("greeting greeting-passing" if is_passing else "greeting"):
        ui.label(missing or f"Welcome, {isolate(name)}").props("role=heading aria-level=2")
        if has_rooms:
            ui.label("Choose a room to start chatting.").classes("greeting-hint wide-only")
            ui.label("Open the room list to start chatting.").classes("greeting-hint phone-only")
        else:
            _show_ways()


def _show_ways() -> None:
    """Say to somebody who is in no room how to come into one."""
    ui.label("You are in no room yet. Find one to join, or make one of your own.").classes("greeting-hint")
    with ui.element("p").classes("greeting-ways"):
        for text, address in (("Browse rooms", "/rooms/browse"), ("New room", "/rooms/new")):
            ui.link(text, address).props("target=_self").classes("plain-button", remove="nicegui-link")
