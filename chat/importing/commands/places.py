"""Rooms and threads that imported messages go to: their revisions, who follows them, and that all of it is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import peewee
from peewee import chunked

from chat.importing.queries import AT_ONCE
from chat.messages import FACES
from chat.storage.prepared import Prepared
from models import Membership, Message, Room, lock_for_update


@dataclass(slots=True)
class _Came:
    """What came to a room: `before` is its newest message so far."""

    before: int
    last: int = 0
    last_at: int = 0
    replies: int = 0
    authors: dict[int, None] = field(default_factory=dict)


class Places:
    """Those of some messages, locked."""

    def __init__(self, room_ids: Collection[int], known: Mapping[str, int]) -> None:
        """Lock rooms, and find out where messages are that came before."""
        self._rooms: dict[int, Room] = {}
        self._threads: dict[int, Room] = {}  # by the ids of the messages above them
        self._room_of: dict[int, int] = {}
        self._author_of: dict[int, int] = {}
        self._came: dict[int, _Came] = {}
        self._lock(Room.id.in_(list(room_ids)))
        for some in chunked(set(known.values()), AT_ONCE):
            for row in Message.select(Message.id, Message.room, Message.author).where(Message.id.in_(some)):
                self._room_of[row.id], self._author_of[row.id] = row.room_id, row.author_id
            self._lock(Room.root_id.in_(some))
        replies = set(self._room_of.values()) - self._rooms.keys()
        for some in chunked(replies, AT_ONCE):
            self._lock(Room.id.in_(some) & (Room.kind == "thread"))
        self._newest: dict[int, int] = {}
        for some in chunked(list(self._rooms), AT_ONCE):
            newest: Any = Message.select(Message.room, peewee.fn.MAX(Message.id)).where(Message.room.in_(some))
            self._newest |= dict(newest.group_by(Message.room).tuples())
        self._newest_at: dict[int, int] = {}
        for some in chunked(self._newest.values(), AT_ONCE):
            times: Any = Message.select(Message.room, Message.created_at).where(Message.id.in_(some))
            self._newest_at |= dict(times.tuples())

    def _lock(self, which: peewee.Expression) -> None:
        for room in lock_for_update(Room.select().where(which).order_by(Room.id)):
            self._add(room)

    def _add(self, room: Room) -> Room:
        known = self._rooms.setdefault(room.id, room)
        if room.root_id:
            self._threads.setdefault(room.root_id, known)
        return known

    def room(self, room_id: int) -> Room:
        """Return a room."""
        return self._rooms[room_id]

    def home(self, thread: Room) -> Room:
        """Return the room of a thread."""
        return self._rooms[thread.parent_id or 0]

    def is_in(self, message_id: int, room: Room) -> bool:
        """Whether a message is in a room."""
        return self._room_of.get(message_id) == room.id

    def thread(self, home: int, root_id: int) -> Room | None:
        """Return the thread below a message, which is made if there is none; None if that is in another room.

        What is a reply itself has no thread below it: then it is the thread that it is in.
        """
        there = self._rooms.get(self._room_of.get(root_id, 0))
        if there is not None and there.parent_id == home:
            return there
        if there is None or there.id != home:
            return None
        known = self._threads.get(root_id)
        return known or self._add(self._new_thread(home, root_id))

    def _new_thread(self, home: int, root_id: int) -> Room:
        room = Room(name="", kind="thread", parent=home, root_id=root_id)
        [(room.id,)] = _new_room.rows(room.name, room.kind, home, root_id, room.created_at)
        room.dirty_fields.clear()
        return room

    def stands_below_newer(self, room: Room, at: int) -> bool:
        """Whether what was written at this time will stand below something newer in a room."""
        return at < self._newest_at.get(room.id, 0)

    def next_revision(self, room: Room) -> int:
        """Take a room's next revision; of a thread, its room counts the change, too."""
        room.revision += 1
        if room.parent_id is not None:
            home = self.home(room)
            home.below += 1
            room.below = home.below
        return int(room.revision)

    def note(self, message: Message, room: Room) -> None:
        """Note where a new message is."""
        came = self._came.setdefault(room.id, _Came(self._newest.get(room.id, 0)))
        self._room_of[message.id], self._author_of[message.id] = room.id, message.author_id
        came.last, came.last_at = message.id, max(came.last_at, message.created_at)
        if message.deleted_at is None:
            came.replies += 1
            came.authors.setdefault(message.author_id)

    def store(self) -> None:
        """Store what has changed of the rooms and threads, and that whoever had read them has read all of it."""
        self._follow()
        for room_id, came in self._came.items():
            room = self._rooms[room_id]
            if room.parent_id is not None:
                self._show(room, came)
            has_read = (Membership.room == room_id) & (Membership.read_id >= came.before)
            Membership.update(read_id=came.last).where(has_read).execute()
        for room in self._rooms.values():
            if any(field.name in ("revision", "below") for field in room.dirty_fields):
                _set_revision.rows(room.id, room.revision, room.below)

    def _show(self, thread: Room, came: _Came) -> None:
        """Show at a message what was replied to it."""
        faces = list(dict.fromkeys([*map(int, thread.faces.split()), *came.authors]))[:FACES]
        thread.faces, thread.replies = " ".join(map(str, faces)), thread.replies + came.replies
        thread.replied_at = max(thread.replied_at or 0, came.last_at)
        _set_replies.rows(thread.id, thread.faces, thread.replies, thread.replied_at)
        if thread.replies:
            _set_thread.rows(thread.root_id, thread.id, self.next_revision(self.home(thread)))

    def _follow(self) -> None:
        """Have those follow a thread who wrote in it, or wrote what it is below."""
        threads = [(self._rooms[id_], came) for id_, came in self._came.items() if self._rooms[id_].parent_id]
        for some in chunked(threads, AT_ONCE):
            mine = Membership.room.in_([thread.id for thread, _ in some])
            there = {(row.room_id, row.user_id) for row in Membership.select().where(mine)}
            rows = [
                (thread.id, user_id, thread.parent_id, came.before)
                for thread, came in some
                for user_id in sorted({*came.authors, *filter(None, [self._author_of.get(thread.root_id)])})
                if (thread.id, user_id) not in there
            ]
            for new in chunked(rows, AT_ONCE):
                Membership.insert_many(new, ("room", "user", "parent_id", "read_id")).execute()


@Prepared
def _new_room(name: Any, kind: Any, parent: Any, root_id: Any, at: Any) -> Any:
    columns = {Room.name: name, Room.kind: kind, Room.parent: parent, Room.root_id: root_id, Room.created_at: at}
    return Room.insert(columns).returning(Room.id)


@Prepared
def _set_revision(room_id: Any, revision: Any, below: Any) -> Any:
    columns = {Room.revision: revision, Room.below: below}
    return Room.update(columns).where(Room.id == room_id).returning(Room.id)


@Prepared
def _set_replies(room_id: Any, faces: Any, replies: Any, at: Any) -> Any:
    columns = {Room.faces: faces, Room.replies: replies, Room.replied_at: at}
    return Room.update(columns).where(Room.id == room_id).returning(Room.id)


@Prepared
def _set_thread(message_id: Any, thread_id: Any, revision: Any) -> Any:
    columns = {Message.thread_id: thread_id, Message.revision: revision}
    return Message.update(columns).where(Message.id == message_id).returning(Message.id)
