"""Imports what other chats, or other places of this one, have exported: see docs/import.md.

`reading/` has a reader for each of them, which yields the same records (`items.py`); `commands/` stores these.
Code outside this package imports it, or `.items`.
"""

from chat.importing.commands.running import import_export
from chat.importing.operation import run
from chat.importing.reading import UnusableExportError

__all__ = ["UnusableExportError", "import_export", "run"]
