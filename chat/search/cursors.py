"""Where a search goes on: before a message, by its date and its id, or after so many of the most relevant."""

import re
from typing import Any

from chat.errors import Invalid
from chat.search.dates import NEVER
from chat.search.runs import Key
from models import MAX_ID, Message, row_id

NEWEST: Key = (NEVER, MAX_ID)
"""Before it are all."""

KEY = re.compile("([0-9]{1,15})-([0-9]{1,19})")


def text(key: Key) -> str:
    """Return a key as it is given to whoever asks, and taken back."""
    return f"{key[0]}-{key[1]}"


def parse(before: object) -> Key | int | None:
    """Return the key, or the number, that a cursor is; raises `Invalid` for anything else."""
    if before is None:
        return None
    if isinstance(before, str) and (found := KEY.fullmatch(before)):
        return min(int(found[1]), NEVER), min(int(found[2]), MAX_ID)
    number = int(before) if isinstance(before, str) and re.fullmatch("[0-9]{1,18}", before) else before
    if not row_id(number):
        raise Invalid("This is no place to go on searching from.")
    return row_id(number)


def key_of(cursor: Key | int | None) -> Key:
    """Return the key that a cursor means: a number is the id of a message, or of one that was once there."""
    if isinstance(cursor, tuple):
        return cursor
    rows: Any = Message.select(Message.created_at).where(Message.id <= cursor).order_by(Message.id.desc()).limit(1)
    at = next((at for (at,) in rows.tuples()), 0) if cursor else NEVER
    return at, cursor or MAX_ID
