"""What an event's `id` says: how far the listener has heard of each room, so that it can go on from there.

An id is `1.BASE` or `1.BASE.CHANGE.CHANGE…`. The base has numbers of seven bits a byte, in base64: the revision of the
lists of rooms, and for each room its id less the one before, its revision, and how many changes its threads have seen.
A change is `room-revision-below` in hexadecimal and stands above the base, so that no id is made anew each time; the
lists stand there as the room 0, which there is not.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chat.rooms.items import Position
from models import MAX_ID

VERSION = "1"

MAX_LENGTH = 32_000
"""Characters of an id that is looked at; with 200 rooms, one has about 1,000."""

MAX_CHANGES = 8
"""Changes above a base; with one more, there is a new base."""

LISTS = 0
"""Stands for the lists of rooms among the changes."""

CHANGE = re.compile(r"([0-9a-f]{1,16})-([0-9a-f]{1,16})-([0-9a-f]{1,16})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a listener has heard of the lists of rooms, and of each room."""

    lists: int
    rooms: Mapping[int, Position]


def decode(text: str) -> Cursor | None:
    """Return what an id says, or None for what is no id."""
    version, _, rest = text.partition(".")
    base, *changes = rest.split(".")
    if version != VERSION or len(text) > MAX_LENGTH:
        return None
    try:
        lists, *numbers = _numbers(urlsafe_b64decode(base + "=" * (-len(base) % 4)))
        rooms = dict(_rooms(numbers)) | dict(map(_change, changes))
    except ValueError:  # as base64's own is
        return None
    return Cursor(rooms.pop(LISTS, Position(lists, 0)).revision, rooms)


def encode_base(cursor: Cursor) -> str:
    """Return an id without changes above its base."""
    numbers, before = [cursor.lists], 0
    for id_, position in sorted(cursor.rooms.items()):
        numbers += (id_ - before, *position)
        before = id_
    packed = b"".join(map(_packed, numbers))
    return f"{VERSION}.{urlsafe_b64encode(packed).rstrip(b'=').decode()}"


def encode_change(room_id: int, position: Position) -> str:
    """Return a change as it stands above a base."""
    return f".{room_id:x}-{position.revision:x}-{position.below:x}"


def _packed(number: int) -> bytes:
    packed = bytearray()
    while number > 127:
        packed.append(number & 127 | 128)
        number >>= 7
    packed.append(number)
    return bytes(packed)


def _numbers(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield _bounded(number)
            number = shift = 0
    if shift:
        raise ValueError("the last number has no end")


def _rooms(numbers: Iterable[int]) -> Iterator[tuple[int, Position]]:
    id_, left = 0, iter(numbers)
    for step, revision, below in zip(left, left, left, strict=True):
        id_ = _bounded(id_ + step)
        yield id_, Position(revision, below)


def _change(text: str) -> tuple[int, Position]:
    found = CHANGE.fullmatch(text)
    if found is None:
        raise ValueError("this is no change")
    room_id, revision, below = (_bounded(int(number, 16)) for number in found.groups())
    return room_id, Position(revision, below)


def _bounded(number: int) -> int:
    if number > MAX_ID:
        raise ValueError("a database has no such number")
    return number
