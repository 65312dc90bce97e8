"""Shared by commands that change somebody's list of rooms: its next revision, and who is told."""

import peewee

from chat.realtime.bus import bus
from chat.rooms.commands.following import unfollow_all_in
from chat.rooms.events import MembershipChanged, RoomsChanged
from chat.rooms.items import RoomItem
from chat.rooms.queries import room_item
from chat.rooms.unchecked import room_list_revision
from models import Membership, Message, Room, now_ms


def publish_room(room: Room, members: tuple[int, ...] | None = None) -> RoomItem:
    """Take the next revision of the lists of rooms, and publish a room; needs `database.write`, one at a time."""
    room.listed = room_list_revision() + 1
    room.save(only=[Room.listed])
    item = room_item(room)
    bus.publish_on_commit(RoomsChanged(item, room.listed, members))
    return item


def put_in(room: Room, user_id: int, role: str = "member", *, is_added: bool = False) -> None:
    """Make somebody a member, or one again who was it before; whoever is one keeps their role.

    Whoever comes in has read all that was said before; but by somebody else (`is_added`), all but the last message, so
    that the list of rooms shows them that there is something new.
    """
    row = Membership.get_or_none(Membership.room == room, Membership.user == user_id)
    if row is None:
        row = Membership(room=room, user=user_id, role=role, read_id=_read_by(room, user_id, is_added))
    elif row.left_at:
        row.role, row.joined_at, row.left_at = role, now_ms(), None
        row.read_id = _read_by(room, user_id, is_added)
    elif not row.hidden_at:
        return
    row.hidden_at = None
    publish_membership(room, row)


def _read_by(room: Room, user_id: int, is_added: bool) -> int:
    newest = Message.select(peewee.fn.MAX(Message.id)).where(Message.room == room)
    if is_added:
        last = newest.where(Message.author != user_id, Message.deleted_at.is_null()).scalar()
        return last - 1 if last else 0
    return newest.scalar() or 0


def take_out(room: Room, row: Membership) -> None:
    """End somebody's membership, and that they follow threads there."""
    row.left_at, row.role, row.hidden_at, row.starred_at = now_ms(), "member", None, None
    publish_membership(room, row)
    unfollow_all_in(room.id, row.user_id)


def publish_membership(room: Room, row: Membership) -> None:
    """Store a changed membership with the next revision of the lists, and tell whose it is; needs `database.write`."""
    row.listed = room_list_revision() + 1
    row.save(only=row.dirty_fields)  # not the read mark, which may have moved on since the row was read
    is_visible = room.kind == "open" or row.left_at is None
    bus.publish_on_commit(MembershipChanged(room.id, row.user_id, row.listed, is_visible))
