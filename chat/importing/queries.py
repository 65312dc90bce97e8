"""What of an export is here already."""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from peewee import chunked

from chat.json_values import holdable
from models import Imported, Message

PERSON, ROOM, MESSAGE = "person", "room", "message"

AT_ONCE = 500


def known_ids(source: str, kind: str, keys: Collection[str]) -> dict[str, int]:
    """Return the ids here of what has these keys there, as far as it has come."""
    columns = {column_of(key): key for key in keys}
    found: dict[str, int] = {}
    for some in chunked(columns, AT_ONCE):
        mine = (Imported.source == source) & (Imported.kind == kind) & Imported.external.in_(some)
        rows: Any = Imported.select(Imported.external, Imported.local_id).where(mine).tuples()
        found |= {columns[external]: local_id for external, local_id in rows}
    return found


def imported_rooms() -> set[int]:
    """Return the ids here of all rooms that have come, of whatever exports."""
    rows: Any = Imported.select(Imported.local_id).where(Imported.kind == ROOM).tuples()
    return {local_id for (local_id,) in rows}


def is_empty(room_id: int) -> bool:
    """Whether nobody has ever said anything in a room; what is deleted was said."""
    return not Message.select().where(Message.room == room_id).exists()


def column_of(key: str) -> str:
    """Return a key as it is stored: one that is very long, or has what a database cannot hold, by its hash."""
    is_plain = len(key) <= 100 and holdable(key) == key
    return key if is_plain else sha256(key.encode(errors="replace")).hexdigest()
