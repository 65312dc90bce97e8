"""Names of rooms: no two rooms, archived or not, have names that look the same."""

from chat.errors import Invalid
from chat.storage.name_keys import name_key
from chat.storage.unique_names import other_with_key, stored_key, with_keys_filled_in
from models import Room


def room_key(name: str, room: Room | None = None) -> str:
    """Return the key of a room's name; raises `Invalid` if another room has it, archived or not."""
    key, rooms = name_key(name), with_keys_filled_in(Room.select())
    if Room.select().where(Room.name == name, Room.id != (room.id if room else 0)).exists():
        raise Invalid("A room with this name already exists.")  # perhaps from before names had keys
    if room and name_key(room.name) == key:
        return stored_key(rooms, room)  # even if another room has the same key, from before keys were unique
    if other := other_with_key(rooms, key, room):
        what = "An archived room" if other.archived_at else "A room"
        which = f": “{other.name}”" if other.name != name else ""
        raise Invalid(f"{what} with this name already exists{which}.")
    return key


def require_name_free_to_restore(room: Room) -> None:
    """Raise `Invalid` if a room in use has the name of an archived one, from before names had to be unique."""
    in_use = with_keys_filled_in(Room.select()).where(Room.archived_at.is_null())
    if room.archived_at and (other := other_with_key(in_use, name_key(room.name), room)):
        raise Invalid(f"A room with this name already exists: “{other.name}”. Rename one of them first.")
