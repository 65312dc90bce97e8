"""The stream inspector's side of the server: who may look, and what the server still holds."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from pathlib import Path

from nicegui.element import Element

from ..stream import Stream

Allow = Callable[[], bool | Awaitable[bool]]
RequestRestart = Callable[[], Awaitable[bool]]


PANEL = Path(__file__).with_name("panel")
"""The scripts and the style sheet of the panel, which the browser asks for when it is opened."""


class StreamInspector(Element, component="stream_inspector.js"):
    """A button that opens a panel about all streams of its page; nothing of the panel is loaded before."""

    def __init__(self, *, opener: str = "", allow: Allow = lambda: True, restart: RequestRestart | None = None) -> None:
        """Put the button here.

        Args:
            opener: a CSS selector of the program's own buttons that open the panel, in place of one here
            allow: whether this page's viewer may inspect, asked anew each time the panel asks the server something
            restart: begins to restart the server if this viewer may do that too, and returns whether it does; without
                it, there is no button for that
        """
        super().__init__()
        self._allow = allow
        self.add_resource(PANEL)
        if opener:
            self._props["opener"] = opener
        self.on("count", self._handle_count)
        self._restart = restart
        if restart:
            self._props["can-restart"] = True
            self.on("restart", self._handle_restart)

    async def _handle_count(self) -> None:
        if not await self._is_allowed():
            return
        streams = [element for element in self.client.elements.values() if isinstance(element, Stream)]
        self.run_method("showCounts", {stream.name: kept_rows(stream) for stream in streams})

    async def _handle_restart(self) -> None:
        if not await self._is_allowed() or not self._restart:
            return
        if not await self._restart() and not self.is_deleted:
            self.run_method("refuseRestart")

    async def _is_allowed(self) -> bool:
        """Ask the program, and close the panel of who may not look any more."""
        allowed = self._allow()
        if isawaitable(allowed):
            allowed = await allowed
        if self.is_deleted:
            return False
        if not allowed:
            self.run_method("refuse")
        return allowed


def kept_rows(stream: Stream[object]) -> int:
    """Count the rows that the server still keeps of a stream: its first ones, until they have been sent."""
    return len(stream.props["items"] or ())
