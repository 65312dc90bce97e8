"""What of an export is here already."""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from peewee import chunked

from models import Imported

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


def column_of(key: str) -> str:
    """Return a key as it is stored: one that is very long by its hash."""
    return key if len(key) <= 100 else sha256(key.encode(errors="replace")).hexdigest()
