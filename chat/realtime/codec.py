"""Events as text, for other processes of the same program, which may be a version older or newer."""

from pydantic import TypeAdapter, ValidationError

from chat.accounts.events import PersonChanged, SessionEnded
from chat.messages.events import MessageCreated, MessageDeleted, MessageEdited, MessageReacted, UserTyping
from chat.realtime.events import Event
from chat.rooms.events import RoomsChanged

_KINDS: dict[str, TypeAdapter[Event]] = {
    kind.__name__: TypeAdapter(kind)
    for kind in (
        *(MessageCreated, MessageEdited, MessageDeleted, MessageReacted),
        *(SessionEnded, RoomsChanged, PersonChanged, UserTyping),
    )
}


class UnknownEventError(ValueError):
    """What came is no event that this version knows."""


def encode(event: Event) -> bytes:
    """Write an event down: its kind, a blank, and its fields as JSON."""
    kind = type(event).__name__
    return kind.encode() + b" " + _KINDS[kind].dump_json(event)


def decode(data: bytes) -> Event:
    """Read an event; raises `UnknownEventError`."""
    kind, _, fields = data.partition(b" ")
    try:
        return _KINDS[kind.decode()].validate_json(fields)
    except (KeyError, UnicodeDecodeError, ValidationError) as error:
        raise UnknownEventError(f"not an event of this version: {data[:40]!r}") from error
