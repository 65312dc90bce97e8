"""Whether somebody is told of a message: the one rule for browsers, push and mail."""

from dataclasses import dataclass

from chat.rooms.items import Level


@dataclass(frozen=True, slots=True)
class Occasion:
    """A message and somebody who may be told of it.

    Args:
        kind: of the room
        level: of what they want to be told there
        is_member: whether they are in the room, and their account is active
        is_author: whether they wrote it
        is_mentioned: whether it mentions them
        mentions_room: whether it mentions everybody in the room
        is_read: whether they have read it
        is_gone: whether it has been deleted, or its room archived
        is_quiet: whether they are not to be disturbed
        is_repeated: whether it is a copy of a reply that they are told of
    """

    kind: str
    level: Level
    is_member: bool = True
    is_author: bool = False
    is_mentioned: bool = False
    mentions_room: bool = False
    is_read: bool = False
    is_gone: bool = False
    is_quiet: bool = False
    is_repeated: bool = False


def is_meant(occasion: Occasion) -> bool:
    """Whether a message is for somebody in person: it mentions them, or is in a direct room."""
    return occasion.kind == "direct" or occasion.is_mentioned or occasion.mentions_room


def is_told(occasion: Occasion) -> bool:
    """Whether somebody is told of a message, by whatever way they have chosen."""
    if not occasion.is_member or occasion.is_author or occasion.is_read or occasion.is_gone or occasion.is_quiet:
        return False
    if occasion.is_repeated:
        return False
    if occasion.level == "mentions":
        return occasion.is_mentioned or occasion.mentions_room
    return occasion.level == "everything"
