"""Exports: a zip file with readable pages and JSON Lines, as docs/export.md tells.

Code outside this package imports it, or `.items`.
"""

from chat.exporting.commands import Download, export_own, export_room
from chat.exporting.place import export_place

__all__ = ["Download", "export_own", "export_place", "export_room"]
