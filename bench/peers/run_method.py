"""A room whose rows are the browser's: each page's own component is called with each message."""

from nicegui import ui
from nicegui.element import Element

from bench.peers import nicegui_room, room


class Rows(Element, component="run_method.js"):
    """Rows that the server does not keep."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._props["limit"] = limit

    def show(self, messages: list[room.Message]) -> None:
        """Have the browser show rows; as a prop they would stay on the server."""
        self.run_method("show", [message._asdict() for message in messages])

    def add(self, message: room.Message) -> None:
        """Have the browser add a row."""
        self.run_method("add", message._asdict())


@ui.page("/")
async def page(rows: int = 50) -> None:
    """Show the newest rows, and add what is said."""
    shown = Rows(rows)
    await ui.context.client.connected()
    shown.show(room.newest(rows))
    nicegui_room.said.subscribe(shown.add)


if __name__ in {"__main__", "__mp_main__"}:
    nicegui_room.run()
