"""What listeners are told, as blocks of an event stream (WHATWG HTML, 9.2.6): a name and one line of JSON."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from chat.accounts.items import UserItem
from chat.messages import FeedChanges
from chat.messages.items import MessageChanges, MessageItem
from chat.rooms.items import MembershipItem, Position, RoomItem, UnreadItem
from chat.web.api.listening.schemas import (
    GoneMessage,
    HeardMembership,
    HeardMessage,
    HeardRoom,
    ReadRoom,
    ReadRooms,
    Ready,
    Reset,
    Start,
)
from chat.web.api.schemas import Message, Person
from chat.web.api.schemas_of_rooms import Room

BEAT = b":\n\n"
"""A comment, which tells both sides and all proxies that the connection lives."""

RETRY = b"retry: 2000\n\n"
"""How many milliseconds a client waits before it connects anew."""


def id_line(text: str) -> bytes:
    """Return the line that says how far this is."""
    return b"id: " + text.encode() + b"\n"


def message(item: MessageItem, room_id: int, *, is_new: bool) -> bytes:
    """Tell of a message in a room, or in a thread of it, as it is now."""
    if item.is_gone:
        gone = GoneMessage(id=item.id, room_id=item.room_id, revision=item.revision, heard_in=room_id)
        return _block("message.deleted", gone)
    heard = HeardMessage.model_construct(**dict(Message.model_validate(item)), heard_in=room_id)
    return _block("message.created" if is_new else "message.changed", heard)


def changes(room_id: int, found: MessageChanges) -> list[tuple[int, bytes]]:
    """Tell what has changed of messages in a room, or in a thread of it: the revisions, in their order, and a block."""
    items = [(item, True) for item in found.created] + [(item, False) for item in (*found.edited, *found.deleted)]
    return [(item.revision, message(item, room_id, is_new=new)) for item, new in sorted(items, key=_revision)]


def all_changes(room_id: int, found: FeedChanges) -> list[bytes]:
    """Tell what has changed of messages in a room and its threads, a block each."""
    return [block for each in (found.own, *found.threads) for _, block in changes(room_id, each)]


def _revision(one: tuple[MessageItem, bool]) -> int:
    return one[0].revision


def room(item: RoomItem) -> bytes:
    """Tell of a room as it is now."""
    heard = HeardRoom.model_construct(**dict(Room.model_validate(item)), archived=item.archived_at is not None)
    return _block("room", heard)


def membership(item: MembershipItem) -> bytes:
    """Tell how somebody stands to a room now."""
    person = Person.model_validate(item.user)
    return _block("membership", HeardMembership(room_id=item.room_id, person=person, role=item.role))


def person(item: UserItem) -> bytes:
    """Tell of a person with another name or picture."""
    return _block("person", Person.model_validate(item))


def read(items: Iterable[UnreadItem]) -> bytes:
    """Tell how far the listener has read in some rooms."""
    rooms = [
        ReadRoom(id=item.room_id, message=item.read_id, unread=item.count, mentions=item.mentions) for item in items
    ]
    return _block("read", ReadRooms(rooms=rooms))


def reset(room_id: int, at: Position) -> bytes:
    """Say that the messages of a room are to be read again."""
    where = f"/api/v1/rooms/{room_id}/messages"
    return _block("reset", Reset(room_id=room_id, revision=at.revision, read=where))


def reset_lists() -> bytes:
    """Say that the rooms, and who is in them, are to be read again."""
    return _block("reset", Reset(room_id=None, revision=None, read="/api/v1/rooms"))


def ready(rooms: Mapping[int, Position]) -> bytes:
    """Say that from here on everything is told when it happens."""
    return _block("ready", Ready(rooms=[Start(id=id_, revision=at.revision) for id_, at in sorted(rooms.items())]))


def _block(name: str, data: BaseModel) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + data.model_dump_json().encode() + b"\n\n"
