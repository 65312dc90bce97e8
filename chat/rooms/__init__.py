"""Rooms: create, rename, archive and read them.

Commands and queries take the actor first and return nothing that the actor may not see; `unchecked` does no check.
Queries are plain functions that return items: run them with `await database.read(query, actor, …)`.
Code outside this package imports it, `.items` or `.events`.
"""

from chat.rooms import unchecked
from chat.rooms.access import room_for, visible_to
from chat.rooms.commands.rooms import archive_room, create_room, rename_room, restore_room
from chat.rooms.listing import room_listing
from chat.rooms.locks import lock_open_room, lock_room, require_open_room
from chat.rooms.queries import room, room_list, room_list_changes, rooms

__all__ = [
    "archive_room",
    "create_room",
    "lock_open_room",
    "lock_room",
    "rename_room",
    "require_open_room",
    "restore_room",
    "room",
    "room_for",
    "room_list",
    "room_list_changes",
    "room_listing",
    "rooms",
    "unchecked",
    "visible_to",
]
