"""A room as a `ui.log`: a line a message, without any markup."""

from nicegui import ui

from bench.peers import nicegui_room, room


@ui.page("/")
def page(rows: int = 50) -> None:
    """Show the newest lines, and add what is said."""

    def push(message: room.Message) -> None:
        log.push(f"{message.stamp} {message.name}: {message.text}")

    log = ui.log(max_lines=rows).classes("w-full")
    for message in room.newest(rows):
        push(message)
    nicegui_room.said.subscribe(push)


if __name__ in {"__main__", "__mp_main__"}:
    nicegui_room.run()
