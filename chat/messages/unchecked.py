"""Reads of messages that check nobody's access, to be shared by many: check each of them with `rooms.room_for`.

`note_mentions` and `next_revision` are for messages that something other than a command has written; `copied_from` says
what a message is a copy of, by its client id.
"""

from chat.live.using import moved as moved_live
from chat.messages.commands.mentions import note_mentions
from chat.messages.commands.revisions import next_revision
from chat.messages.copies import copied_from
from chat.messages.feeds import FeedChanges, feed_changes
from chat.messages.guises import allowed as allowed_guise
from chat.messages.guises import guises_of
from chat.messages.items import MessageChanges, MessagePage
from chat.messages.queries import PAGE_SIZE, changes_in, page_before
from chat.messages.walking import walk, walk_own
from chat.rooms import unchecked
from chat.rooms.items import Position
from models import MAX_ID

__all__ = [
    "allowed_guise",
    "changes_after",
    "changes_since",
    "copied_from",
    "guises_of",
    "moved_live",
    "newest_messages",
    "next_revision",
    "note_mentions",
    "walk",
    "walk_own",
]


def newest_messages(room_id: int) -> MessagePage:
    """Read the last page of a room, or raise `NotFound`."""
    return page_before(unchecked.room_row(room_id), MAX_ID, PAGE_SIZE)


def changes_since(room_id: int, revision: int) -> MessageChanges | None:
    """Read all that changed in a room after a revision, or None where a fresh page is cheaper; raises `NotFound`."""
    return changes_in(unchecked.room_row(room_id), revision)


def changes_after(room_id: int, known: Position) -> FeedChanges | None:
    """Read all that changed in a room and its threads, or None where fresh pages are cheaper; raises `NotFound`."""
    return feed_changes(unchecked.room_row(room_id), known)
