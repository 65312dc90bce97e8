"""A room whose rows are the browser's: each page's own component is called with each message."""

from nicegui import ui
from nicegui.element import Element

from bench.peers import nicegui_room, room


class Rows(Element, component="run_method.js"):
    """Rows that the server does not keep."""

    def __init__(self, messages: list[room.Message], limit: int) -> None:
        super().__init__()
        self._props["messages"] = [message._asdict() for message in messages]
        self._props["limit"] = limit

    def add(self, message: room.Message) -> None:
        """Have the browser add a row."""
        self.run_method("add", message._asdict())


@ui.page("/")
def page(rows: int = 50) -> None:
    """Show the newest rows, and add what is said."""
    nicegui_room.said.subscribe(Rows(room.newest(rows), rows).add)


if __name__ in {"__main__", "__mp_main__"}:
    nicegui_room.run()
