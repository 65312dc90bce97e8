"""Frozen snapshots: what is exported, and what came of it."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["place", "room", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an export has: the place, one room of it, or what one person has written and chosen.

    `room_ids` are the only rooms in it, if any are named; a message is in it from the time `begins` on and before
    `ends`. `address` is that of the place, which links lead to.
    """

    kind: Kind
    room_ids: tuple[int, ...] | None = None
    person_id: int | None = None
    begins: int | None = None
    ends: int | None = None
    address: str = ""


@dataclass(slots=True)
class Counts:
    """How much is in an export so far; `expected` is how many messages there will be at most."""

    expected: int = 0
    people: int = 0
    rooms: int = 0
    messages: int = 0
    files: int = 0
    missing_files: list[str] = field(default_factory=list)
