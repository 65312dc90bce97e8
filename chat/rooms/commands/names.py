"""Names of rooms: no two open rooms, archived or not, have names that look the same.

Names of closed rooms are free, since refusing one would tell that there is such a room; only rooms that the actor sees
are compared.
"""

from typing import Any

from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.rooms.access import has_name, visible_to
from chat.storage.name_keys import name_key
from chat.storage.unique_names import other_with_key, stored_key, with_keys_filled_in
from models import Room


def room_key(actor: UserItem, name: str, room: Room | None = None) -> str:
    """Return the key of a room's name; raises `Invalid` if another room that the actor sees has it, archived or not."""
    key, rooms = name_key(name), _comparable(actor)
    if rooms.where(Room.name == name, Room.id != (room.id if room else 0)).exists():
        raise Invalid("A room with this name already exists.")  # perhaps from before names had keys
    if room and name_key(room.name) == key:
        return stored_key(rooms, room)  # even if another room has the same key, from before keys were unique
    require_name_free(actor, name, room)
    return key


def require_name_free(actor: UserItem, name: str, room: Room | None = None) -> None:
    """Raise `Invalid` if another room that the actor sees has a name that looks the same."""
    if other := other_with_key(_comparable(actor), name_key(name), room):
        what = "An archived room" if other.archived_at else "A room"
        which = f": “{other.name}”" if other.name != name else ""
        raise Invalid(f"{what} with this name already exists{which}.")


def require_name_free_to_restore(actor: UserItem, room: Room) -> None:
    """Raise `Invalid` if a room in use has the name of an archived one, from before names had to be unique."""
    in_use = _comparable(actor).where(Room.archived_at.is_null())
    if room.archived_at and (other := other_with_key(in_use, name_key(room.name), room)):
        raise Invalid(f"A room with this name already exists: “{other.name}”. Rename one of them first.")


def _comparable(actor: UserItem) -> Any:
    with_keys_filled_in(Room.select().where(has_name()))
    return Room.select().where(has_name(), visible_to(actor))
