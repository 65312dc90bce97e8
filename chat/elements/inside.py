"""NiceGUI elements as children of a stream's row."""

from typing import Any

from nicegui.element import Element

from .browser_call import call


class Inside(Element, component="stream_inside.js"):
    """Has its children shown in a row, from when the row is there until it goes; made by `Stream.inside`."""

    def __init__(self, name: str, key: str, selector: str) -> None:
        """Make it as a child of the stream.

        Args:
            name: the stream's
            key: of the row
            selector: CSS, which part of the row; "" for the row itself
        """
        super().__init__()
        self.key = key
        self._props.update({"list": name, "row": key, "selector": selector})
        self.on("gone", self._handle_gone)
        # Known also to one that is not mounted yet, such as in a dialog.
        call(self, "start", first=f'(window.streamInsides ??= new Map()).set("c{self.id}", false);')

    def _handle_gone(self, _event: Any) -> None:
        """Follow the row, which the browser alone knows: limits and broadcasts remove rows, too."""
        if not self.is_deleted:
            self.delete()
