"""Reads of messages that check nobody's access, to be shared by many: check each of them with `rooms.room_for`.

`note_mentions` is for messages that something other than a command has written; `copied_from` says what a message is a
copy of, by its client id.
"""

from chat.messages.commands.mentions import note_mentions
from chat.messages.copies import copied_from
from chat.messages.items import MessageChanges, MessagePage
from chat.messages.queries import PAGE_SIZE, changes_in, page_before
from chat.messages.walking import walk, walk_own
from chat.rooms import unchecked
from models import MAX_ID

__all__ = ["changes_since", "copied_from", "newest_messages", "note_mentions", "walk", "walk_own"]


def newest_messages(room_id: int) -> MessagePage:
    """Read the last page of a room, or raise `NotFound`."""
    return page_before(unchecked.room_row(room_id), MAX_ID, PAGE_SIZE)


def changes_since(room_id: int, revision: int) -> MessageChanges | None:
    """Read all that changed in a room after a revision, or None where a fresh page is cheaper; raises `NotFound`."""
    return changes_in(unchecked.room_row(room_id), revision)
