"""Rooms: create, change, archive and read them; who is in them, and direct messages.

Commands and queries take the actor first and return nothing that the actor may not see; `unchecked` does no check.
Queries are plain functions that return items: run them with `await database.read(query, actor, …)`.
Code outside this package imports it, `.items` or `.events`.
"""

from chat.rooms import unchecked
from chat.rooms.access import membership, room_for, visible_to, visible_to_person
from chat.rooms.blocks import blocked_people, has_blocked
from chat.rooms.bots import require_known
from chat.rooms.commands.blocks import block_person, unblock_person
from chat.rooms.commands.direct import MAX_PEOPLE, hide_direct, open_direct, open_direct_once, room_with_app
from chat.rooms.commands.following import follow, followed_by_reply, unfollow
from chat.rooms.commands.last_room import note_opened
from chat.rooms.commands.listed import put_in, take_out
from chat.rooms.commands.members import (
    add_member,
    enter_room,
    join_room,
    leave_room,
    put_in_default_rooms,
    remove_member,
    set_member_role,
)
from chat.rooms.commands.read_marks import mark_all_read, mark_read, mark_unread, read_by_writing
from chat.rooms.commands.rooms import (
    archive_room,
    change_room_kind,
    create_room,
    rename_room,
    restore_room,
    set_default_room,
)
from chat.rooms.commands.stars import star_room, unstar_room
from chat.rooms.completion import MAX_FOUND, people_to_mention, rooms_to_link
from chat.rooms.feeds import list_changes, own_positions, position
from chat.rooms.following import unread_threads
from chat.rooms.last_room import room_to_open
from chat.rooms.listing import browse_listing, member_listing, people_to_add, room_listing
from chat.rooms.lists import room_list, room_list_changes
from chat.rooms.locks import lock_room, lock_writable_room, must_enter, require_writable_room
from chat.rooms.queries import (
    is_member,
    managers,
    may_manage,
    members,
    open_rooms,
    room,
    rooms,
    rooms_by_id,
    rooms_in_common,
    seen_room,
)
from chat.rooms.retention import SETTING as PLACE_DAYS
from chat.rooms.retention import place_days
from chat.rooms.unread import MAX_COUNT, first_unread, unread
from chat.rooms.writable import WritableRoom, lock_for_writing

__all__ = [
    "MAX_COUNT",
    "MAX_FOUND",
    "MAX_PEOPLE",
    "PLACE_DAYS",
    "WritableRoom",
    "add_member",
    "archive_room",
    "block_person",
    "blocked_people",
    "browse_listing",
    "change_room_kind",
    "create_room",
    "enter_room",
    "first_unread",
    "follow",
    "followed_by_reply",
    "has_blocked",
    "hide_direct",
    "is_member",
    "join_room",
    "leave_room",
    "list_changes",
    "lock_for_writing",
    "lock_room",
    "lock_writable_room",
    "managers",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "may_manage",
    "member_listing",
    "members",
    "membership",
    "must_enter",
    "note_opened",
    "open_direct",
    "open_direct_once",
    "open_rooms",
    "own_positions",
    "people_to_add",
    "people_to_mention",
    "place_days",
    "position",
    "put_in",
    "put_in_default_rooms",
    "read_by_writing",
    "remove_member",
    "rename_room",
    "require_known",
    "require_writable_room",
    "restore_room",
    "room",
    "room_for",
    "room_list",
    "room_list_changes",
    "room_listing",
    "room_to_open",
    "room_with_app",
    "rooms",
    "rooms_by_id",
    "rooms_in_common",
    "rooms_to_link",
    "seen_room",
    "set_default_room",
    "set_member_role",
    "star_room",
    "take_out",
    "unblock_person",
    "unchecked",
    "unfollow",
    "unread",
    "unread_threads",
    "unstar_room",
    "visible_to",
    "visible_to_person",
]
