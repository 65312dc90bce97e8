"""Rooms: making, renaming, archiving and finding them.

Commands check, commit and then publish; their first argument is who asks. Queries are plain functions that return
items: run them with `await database.read(query, …)`. Code outside this package imports it, `.items` or `.events`.
"""

from chat.rooms.commands import archive_room, create_room, rename_room, restore_room
from chat.rooms.listing import room_listing
from chat.rooms.locks import lock_open_room, lock_room, require_open_room
from chat.rooms.queries import (
    archived_rooms,
    room,
    room_item,
    room_list,
    room_list_changes,
    room_list_revision,
    room_revisions,
    room_row,
    rooms,
)

__all__ = [
    "archive_room",
    "archived_rooms",
    "create_room",
    "lock_open_room",
    "lock_room",
    "rename_room",
    "require_open_room",
    "restore_room",
    "room",
    "room_item",
    "room_list",
    "room_list_changes",
    "room_list_revision",
    "room_listing",
    "room_revisions",
    "room_row",
    "rooms",
]
