"""Names of rooms in messages, after a `#`: looked up when messages are read, and among open rooms alone.

Rows are drawn once for all who see them, and everybody may see an open room. The name of another one stays text.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from chat.messages.items import RoomLink
from chat.messages.markdown import live_places
from chat.messages.mention_text import Possible, find_possible
from chat.messages.rows import MessageRow
from chat.storage.name_keys import name_key
from models import Message, Room

MAX_LINKS = 50
"""Links to rooms in one message; further names stay text."""

MAX_KEYS = 200
"""How many different names are looked up for one message."""

MANY = 1_000
"""More names than that are not asked for one by one: all open rooms are read, as a query has few parameters."""


def links_in(rows: Iterable[Message | MessageRow], drawn: Mapping[int, str | None]) -> dict[int, tuple[RoomLink, ...]]:
    """Return the links to rooms in each of these messages, by its id; in one query, or none.

    Args:
        rows: the messages
        drawn: what `markdown.draw` has made of each
    """
    possible = {row.id: found for row in rows if "#" in row.body and (found := _possible(row.body, drawn[row.id]))}
    if not possible:
        return {}
    keys = {key for found in possible.values() for one in found for _, key in one.ends}
    columns = (Room.id, Room.name, Room.name_key)
    named: Any = Room.select(*columns).where(Room.kind == "open")
    if len(keys) <= MANY:
        named = named.where(Room.name_key.in_(list(keys)) | Room.name_key.is_null())  # not written by a command
    rooms = {room.name_key or name_key(room.name): room for room in named}
    links = {id_: tuple(_links(found, rooms))[:MAX_LINKS] for id_, found in possible.items()}
    return {id_: found for id_, found in links.items() if found}


@lru_cache(maxsize=512)
def _possible(text: str, html: str | None) -> tuple[Possible, ...]:
    """Find what may be names; that of a text full of them takes up to 40 ms, and each page of a room reads the same."""
    return tuple(find_possible(text, "#", MAX_KEYS, live=live_places(html)))


def _links(possible: Iterable[Possible], rooms: dict[str, Room]) -> Iterable[RoomLink]:
    for one in possible:
        end, room = next(((end, rooms[key]) for end, key in one.ends if key in rooms), (0, None))
        if room:
            yield RoomLink(room.id, room.name, (one.start, end))
