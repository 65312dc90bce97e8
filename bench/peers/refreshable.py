"""A room as in NiceGUI's chat example: a refreshable list, drawn anew for everybody with every message."""

from nicegui import ui

from bench.peers import nicegui_room, room


@ui.refreshable
def chat_messages(rows: int) -> None:
    """Draw all."""
    for message in room.newest(rows):
        ui.chat_message(text=message.text, name=message.name, stamp=message.stamp)


@ui.page("/")
def page(rows: int = 50) -> None:
    """Show the newest rows."""
    with ui.column().classes("w-full items-stretch"):
        chat_messages(rows)


if __name__ in {"__main__", "__mp_main__"}:
    nicegui_room.said.subscribe(lambda _message: chat_messages.refresh())
    nicegui_room.run()
