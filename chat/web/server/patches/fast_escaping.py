"""Escapes a page's elements for its HTML five times as fast or more: NiceGUI looks each character up in a table.

Why: with 2,000 rooms in the sidebar it took 160 ms of the event loop for each page.
Read in: nicegui 3.18.0
Without it: opening a page takes 42 ms of CPU instead of 31 with 300 rooms, as much as before with a few
Can go when: NiceGUI escapes with `str.replace`, or outside of the event loop
"""

from types import SimpleNamespace
from typing import Any

from nicegui import client as page
from nicegui import json


class Json(str):
    """JSON that is escaped by one search for each character that needs it."""

    __slots__ = ()

    def translate(self, table: Any, /) -> str:
        """Do as `str.translate` with a table of replacements, none of which is to be replaced in its turn."""
        if table is not page.HTML_ESCAPE_TABLE:
            return super().translate(table)
        text = str(self)
        for code, replacement in table.items():  # the ampersand, which is in all replacements, comes first
            text = text.replace(chr(code), replacement)
        return text


def install() -> None:
    """Have the module that makes pages write such JSON."""
    page.json = SimpleNamespace(loads=json.loads, dumps=lambda value: Json(json.dumps(value)))  # type: ignore[assignment,attr-defined]
