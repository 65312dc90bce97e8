"""Names that no two rows may share, compared by their keys (`name_keys`): what commands need before they write a name.

Rows that are older than this rule may share a key: all but the first have their id appended to it. A row without a key
was written by something other than a command; the next command that compares names fills it in.
"""

from typing import Any

import peewee

from chat.storage.name_keys import name_key
from models import Room, User


def with_keys_filled_in(rows: "peewee.ModelSelect[Any]") -> "peewee.ModelSelect[Any]":
    """Write the missing keys of these rows, inside a change, and return the rows."""
    key = rows.model.name_key
    for row in rows.where(key.is_null()).order_by(rows.model.id):
        mine = name_key(row.name)
        row.name_key = f"{mine}\n{row.id}" if rows.where(key == mine).exists() else mine
        row.save(only=[key])
    return rows


def stored_key(rows: "peewee.ModelSelect[Any]", row: Room | User) -> str:
    """Return the key that one of these rows has in the database."""
    return str(rows.where(rows.model.id == row.id).get().name_key)


def other_with_key(rows: "peewee.ModelSelect[Any]", key: str, own: Room | User | None) -> Any:
    """Find another row whose name has this key."""
    column = rows.model.name_key
    same = (column == key) | column.startswith(f"{key}\n")  # a line break is in no key of a name
    return rows.where(same, rows.model.id != (own.id if own else 0)).first()


def taken_keys(rows: "peewee.ModelSelect[Any]") -> set[str]:
    """Return the keys of the names of these rows."""
    return {row.name_key.partition("\n")[0] for row in rows}
