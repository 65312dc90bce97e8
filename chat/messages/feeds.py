"""What has changed in a room and in its threads since a moment, for programs that listen to both at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from chat.accounts.items import UserItem
from chat.messages.items import MessageChanges
from chat.messages.queries import MAX_CHANGES, changes_in
from chat.rooms import room_for
from chat.rooms.items import Position
from models import Room


@dataclass(frozen=True, slots=True)
class FeedChanges:
    """All changes of a room's messages, and of those in its threads, since a moment.

    `revision` and `below` are how far the room and its threads have come.
    """

    own: MessageChanges
    threads: Sequence[MessageChanges]
    below: int


def changes_after(actor: UserItem, room_id: int, known: Position) -> FeedChanges | None:
    """Read all that changed in a room and its threads, or None where fresh pages are cheaper; raises `NotFound`.

    Of threads it may return more than that: some changes just before, never too few.
    """
    return feed_changes(room_for(actor, room_id), known)


def feed_changes(room: Room, known: Position) -> FeedChanges | None:
    """Do as `changes_after` in a room that was already found."""
    own, threads = changes_in(room, known.revision), _thread_changes(room, known.below)
    return None if own is None or threads is None else FeedChanges(own, threads, room.below)


def _thread_changes(room: Room, known: int) -> Sequence[MessageChanges] | None:
    """Read what changed in the threads of a room since it had counted so many changes in them.

    None of them has seen more changes since than all of them together, so at most so many have to be read of each.
    """
    if not room.below - MAX_CHANGES <= known <= room.below:
        return None
    if known == room.below:
        return ()
    changed = Room.select().where(Room.parent == room, Room.below > known).order_by(Room.below)
    found = [changes_in(thread, max(0, thread.revision - (room.below - known))) for thread in changed]
    return None if None in found else [changes for changes in found if changes is not None]
