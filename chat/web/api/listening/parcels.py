"""What is told of what was missed, in parcels: whoever is cut within it goes on from the last one."""

from collections.abc import Iterable

from chat.rooms.items import Position
from chat.web.api.listening.cursor import Cursor, encode_base
from chat.web.api.listening.words import id_line

PARCEL = 64_000
"""Bytes from one id to the next; an id of 200 rooms has about 1,000."""


class Parcels:
    """Blocks that are told, the first of each parcel with the id that says how far all before it was."""

    def __init__(self, since: Cursor) -> None:
        self._lists, self._rooms = since.lists, dict(since.rooms)
        self._parcels: list[list[bytes]] = [[]]
        self._size = 0

    def add(self, blocks: Iterable[bytes]) -> None:
        """Tell some more."""
        for block in blocks:
            if self._size >= PARCEL:
                self._parcels.append([id_line(encode_base(Cursor(self._lists, self._rooms)))])
                self._size = 0
            self._parcels[-1].append(block)
            self._size += len(block)

    def reach(self, room_id: int, position: Position) -> None:
        """Note that all is told of a room until there."""
        self._rooms[room_id] = position

    def reach_lists(self, revision: int) -> None:
        """Note that all is told of rooms and of who is in them until there."""
        self._lists = revision

    def forget(self, room_id: int) -> None:
        """Note that nothing more is told of a room, before it is told that it is lost."""
        self._rooms.pop(room_id, None)

    def packed(self) -> list[bytes]:
        """Return the parcels."""
        return [b"".join(blocks) for blocks in self._parcels if blocks]
