"""Reads for exports: which rooms somebody at the command line means."""

from collections.abc import Sequence

from chat.errors import Invalid
from chat.storage.name_keys import name_key
from models import Room, row_id


def rooms_named(names: Sequence[str]) -> tuple[int, ...]:
    """Return the ids of rooms by what whoever owns the machine calls them: an id, or a name.

    Raises `Invalid` for what is no room, or more than one.
    """
    return tuple(_room_named(name) for name in names)


def _room_named(name: str) -> int:
    wanted = name.removeprefix("#")
    by_name = [
        room.id
        for room in Room.select(Room.id, Room.name).where(Room.kind.in_(("open", "closed")))
        if name_key(room.name) == name_key(wanted)
    ]
    by_id = Room.get_or_none(Room.id == row_id(int(wanted)), Room.kind != "thread") if _is_id(wanted) else None
    if by_id is not None and not by_name:
        return int(by_id.id)
    if not by_name:
        raise Invalid(f'--room: there is no room "{name}"')
    if len(by_name) > 1:
        raise Invalid(f'--room: several rooms are called "{name}": name one by its id, {_either(by_name)}')
    return int(by_name[0])


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _either(ids: Sequence[int]) -> str:
    return " or ".join(map(str, sorted(ids)))
