"""Encodes events for other processes, which may run another version of the program."""

from pydantic import TypeAdapter, ValidationError

from chat.accounts.events import (
    OwnAccountChanged,
    PersonChanged,
    PresenceReported,
    PresenceSwitched,
    SessionEnded,
    TeamChanged,
    TokensEnded,
)
from chat.messages.events import (
    MessageActed,
    MessageCreated,
    MessageDeleted,
    MessageEdited,
    MessageFinished,
    MessagePinned,
    MessagePreviewed,
    MessageReacted,
    MessageRunning,
    PressedSecretly,
    RetentionChanged,
    ThreadChanged,
    ThreadReplied,
    UserTyping,
    VersionsForgotten,
    WordsAdded,
    WordsMissed,
)
from chat.notifications.events import LevelChanged
from chat.realtime.events import Event
from chat.rooms.events import FollowedThreadsChanged, MembershipChanged, ReadMarksMoved, RoomsChanged

_KINDS: dict[str, TypeAdapter[Event]] = {
    kind.__name__: TypeAdapter(kind)
    for kind in (
        *(MessageCreated, MessageEdited, MessageDeleted, MessageReacted, MessagePreviewed),
        *(MessagePinned, MessageActed, PressedSecretly, ThreadChanged, ThreadReplied, VersionsForgotten),
        *(MessageRunning, MessageFinished, WordsAdded, WordsMissed),
        *(SessionEnded, TokensEnded, OwnAccountChanged, PersonChanged, RoomsChanged, MembershipChanged, ReadMarksMoved),
        FollowedThreadsChanged,
        RetentionChanged,
        *(UserTyping, LevelChanged, PresenceReported, PresenceSwitched, TeamChanged),
    )
}


class UnknownEventError(ValueError):
    """The data is not an event that this version knows."""


def encode(event: Event) -> bytes:
    """Encode an event as its type's name, a space, and its fields as JSON."""
    kind = type(event).__name__
    return kind.encode() + b" " + _KINDS[kind].dump_json(event)


def decode(data: bytes) -> Event:
    """Decode an event; raises `UnknownEventError`."""
    kind, _, fields = data.partition(b" ")
    try:
        return _KINDS[kind.decode()].validate_json(fields)
    except (KeyError, UnicodeDecodeError, ValidationError) as error:
        raise UnknownEventError(f"not an event of this version: {data[:40]!r}") from error
