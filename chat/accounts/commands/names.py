"""Names are unique by how they look: no two active users, and no two rooms, have names with the same key.

Rows that are older than this rule may share a key: all but the first have their id appended to it. A row without a key
was written by something other than a command; the next command that compares names fills it in.
"""

from itertools import count
from typing import Any

import peewee

from chat.accounts.queries import is_active
from chat.errors import Invalid
from chat.storage.name_keys import name_key
from chat.text import MAX_NAME
from models import Room, User

FORMER = "Former member"
"""The name of every deleted account."""


def room_key(name: str, room: Room | None = None) -> str:
    """Return the key of a room's name; raises `Invalid` if another room has it, archived or not."""
    key, others = name_key(name), _named(Room.select())
    if Room.select().where(Room.name == name, Room.id != (room.id if room else 0)).exists():
        raise Invalid("A room with this name already exists.")  # perhaps from before names had keys
    if room and name_key(room.name) == key:
        return _own(others, room)  # even if another room has the same key, from before keys were unique
    if other := _other(others, key, room):
        what = "An archived room" if other.archived_at else "A room"
        which = f": “{other.name}”" if other.name != name else ""
        raise Invalid(f"{what} with this name already exists{which}.")
    return key


def check_restored(room: Room) -> None:
    """Raise `Invalid` if a room in use has the name of an archived one, from before names had to be unique."""
    in_use = _named(Room.select()).where(Room.archived_at.is_null())
    if room.archived_at and (other := _other(in_use, name_key(room.name), room)):
        raise Invalid(f"A room with this name already exists: “{other.name}”. Rename one of them first.")


def person_key(name: str, person: User | None = None) -> str:
    """Return the key of a person's name; raises `Invalid` if another active user has it."""
    key, others = name_key(name), _named(User.select().where(is_active()))
    if person and name_key(person.name) == key:
        return _own(others, person)
    if key == name_key(FORMER):
        raise Invalid(f"“{FORMER}” is reserved for people who have left. Choose another name.")
    if _other(others, key, person):
        raise Invalid(f"This name is taken. Try “{_numbered(name, others)}”.")
    return key


def returning_key(person: User) -> str:
    """Return the key of the name of a user to reactivate; raises `Invalid` if an active user has it."""
    key, others = name_key(person.name), _named(User.select().where(is_active()))
    if other := _other(others, key, person):
        free = _numbered(other.name, others)
        raise Invalid(f"Somebody else is called “{other.name}” now. Rename them first, for example to “{free}”.")
    return key


def _named(rows: "peewee.ModelSelect[Any]") -> "peewee.ModelSelect[Any]":
    """Fill in missing keys of these rows, and return the rows."""
    key = rows.model.name_key
    for row in rows.where(key.is_null()).order_by(rows.model.id):
        mine = name_key(row.name)
        row.name_key = f"{mine}\n{row.id}" if rows.where(key == mine).exists() else mine
        row.save(only=[key])
    return rows


def _own(rows: "peewee.ModelSelect[Any]", own: Room | User) -> str:
    return str(rows.where(rows.model.id == own.id).get().name_key)


def _other(rows: "peewee.ModelSelect[Any]", key: str, own: Room | User | None) -> Any:
    """Find another row whose name has this key."""
    column = rows.model.name_key
    same = (column == key) | column.startswith(f"{key}\n")  # a line break is in no key of a name
    return rows.where(same, rows.model.id != (own.id if own else 0)).first()


def _numbered(name: str, others: "peewee.ModelSelect[Any]") -> str:
    """Return the name with the smallest number appended that makes it free."""
    taken = {person.name_key.partition("\n")[0] for person in others}
    numbered = (f"{name[: MAX_NAME - len(str(number)) - 1].rstrip()} {number}" for number in count(2))
    return next(one for one in numbered if name_key(one) not in taken)
