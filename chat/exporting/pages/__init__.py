"""The readable pages of an export: a room's messages by month, and what leads to them.

Times are shown in UTC, which the pages say. No page has a script, nor needs any but what stands beside it.
"""

from chat.exporting.pages.index import IndexedRoom, Month, draw_index, draw_room, style_sheet
from chat.exporting.pages.room import RoomPages

__all__ = ["IndexedRoom", "Month", "RoomPages", "draw_index", "draw_room", "style_sheet"]
