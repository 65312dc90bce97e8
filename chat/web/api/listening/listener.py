"""Somebody's program that listens: how far it has heard, and how it is told more."""

import asyncio
from collections.abc import Mapping

from chat.accounts.items import UserItem
from chat.rooms.items import Position
from chat.web.api.listening.cursor import LISTS, MAX_CHANGES, Cursor, encode_base, encode_change
from chat.web.api.listening.words import id_line
from chat.web.server.live_answers import MAX_UNREAD, Outlet


class Listener:
    """A stream of events: a `LiveAnswer`. `known` is how far it was told of each room that it hears."""

    def __init__(self, actor: UserItem, token_hash: str, only_room: int | None) -> None:
        self.actor, self.token_hash, self.only_room = actor, token_hash, only_room
        self.known: dict[int, Position] = {}
        self.ended = asyncio.Event()
        self._lists, self._base = 0, ""
        self.begun: tuple[str, dict[int, Position]] = "", {}  # the id and the positions from which it goes on
        self._changes: dict[int, str] = {}
        self._outlet: Outlet | None = None
        self._waiting: list[bytes] = []

    def settle(self, at: Cursor) -> None:
        """Note how far everything is that this listener was told of, or will be by the first piece of its stream."""
        self.known, self._lists = dict(at.rooms), at.lists
        self._rebase()
        self.begun = self.id, dict(self.known)

    @property
    def id(self) -> str:
        """The id of the last event."""
        return "".join((self._base, *self._changes.values()))

    def hears(self, room_id: int) -> bool:
        """Whether the listener is to be told of a room, if it is theirs."""
        return self.only_room in (None, room_id)

    def tell(self, room_id: int, position: Position, data: bytes, before: bytes = b"") -> None:
        """Tell what has happened in a room, by which it has come so far.

        It is one block, and all blocks before it: only who has them as well may see the id that says so.
        """
        if before:
            self.send(before)
        self.known[room_id] = position
        self._note(room_id, position)
        self.send(data)

    def note_lists(self, revision: int) -> None:
        """Note that all is told that happened to rooms, and to who is in them, until the lists had come so far."""
        self._lists = revision
        self._note(LISTS, Position(revision, 0))

    def lose(self, room_id: int) -> None:
        """Hear nothing more of a room."""
        if self.known.pop(room_id, None):
            self._rebase()

    def send(self, data: bytes) -> None:
        """Send blocks, as soon as the stream has begun; the first has the id that says how far the listener is now."""
        piece = id_line(self.id) + data
        if self.ended.is_set():
            return
        if self._outlet:
            self._outlet.write_piece(piece)
        elif sum(map(len, self._waiting)) < MAX_UNREAD:
            self._waiting.append(piece)
        else:
            self.end()

    def beat(self, data: bytes) -> None:
        """Send a sign of life."""
        if self._outlet:
            self._outlet.write_piece(data)

    def begin(self, outlet: Outlet) -> None:
        """Go on by oneself, from what has waited for it."""
        self._outlet, waiting, self._waiting = outlet, self._waiting, []
        if waiting:
            outlet.write_piece(b"".join(waiting))

    def end(self) -> None:
        """End the stream."""
        self._outlet = None
        self.ended.set()

    def _note(self, room_id: int, position: Position) -> None:
        self._changes[room_id] = encode_change(room_id, position)
        if len(self._changes) > MAX_CHANGES:
            self._rebase()

    def _rebase(self) -> None:
        known: Mapping[int, Position] = self.known
        self._base, self._changes = encode_base(Cursor(self._lists, known)), {}
