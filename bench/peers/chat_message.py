"""A room of one `ui.chat_message` per message in a column, and the oldest removed."""

from nicegui import ui

from bench.peers import nicegui_room, room


@ui.page("/")
def page(rows: int = 50) -> None:
    """Show the newest rows, and add what is said."""

    def add(message: room.Message) -> None:
        with column:
            ui.chat_message(text=message.text, name=message.name, stamp=message.stamp)
        if len(column.default_slot.children) > rows:
            column.remove(0)

    column = ui.column().classes("w-full items-stretch")
    for message in room.newest(rows):
        add(message)
    nicegui_room.said.subscribe(add)


if __name__ in {"__main__", "__mp_main__"}:
    nicegui_room.run()
