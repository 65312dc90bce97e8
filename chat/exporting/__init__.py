"""Exports: a zip file with readable pages and JSON Lines, as docs/export.md tells.

Code outside this package imports it, or `.items`.
"""

from chat.exporting.place import export_place

__all__ = ["export_place"]
