"""Puts an export together: reads what is in it, and writes the zip, with a few messages at a time in memory."""

import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from peewee import fn

from chat.exporting import pages, records
from chat.exporting.archive import Archive, line_of
from chat.exporting.files import Files
from chat.exporting.items import Counts, Scope
from chat.exporting.own import write_own
from chat.exporting.people import People
from chat.exporting.rooms import ExportedRoom, exported_rooms, members_of, pins_of
from chat.messages import unchecked
from chat.messages.items import MessageItem
from chat.storage.settings import setting
from models import Message, Room, now_ms

TEAM = "team_name"
SPOOLED = 8 * 1024 * 1024
"""Bytes of a room's messages that wait in memory; more of them do on disk."""

WATCHED = 500
"""Messages between two looks at how far it is."""

Watch = Callable[[Counts], None]
"""Is called every few messages with how far it is; what it raises ends the export."""


class Writing:
    """One export that is being written, within `with`."""

    def __init__(self, scope: Scope, file: IO[bytes], folder: str, watch: Watch) -> None:
        """Begin it.

        Args:
            scope: what is in it
            file: the zip, opened for writing
            folder: for what has to wait on disk
            watch: is told how far it is
        """
        self._scope, self._folder, self._watch = scope, folder, watch
        self._archive, self._files, self._people = Archive(file), Files(), People(scope)
        self.counts = Counts()
        self._has_begun = False

    def __enter__(self) -> "Writing":
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write no more."""
        self._archive.abandon()

    def write_rows(self) -> None:
        """Write all that the database has; to be called within one snapshot of it, once."""
        if self._has_begun:
            raise RuntimeError("an export that has begun cannot begin again")  # what was written is written
        self._has_begun = True
        rooms = exported_rooms(self._scope)
        folders = {room.row.id: room.folder for room in rooms}
        self.counts.rooms = self._archive.add_lines("rooms.jsonl", map(self._room_record, rooms))
        self.counts.expected = _count(self._scope)
        indexed = [self._write_room(room, folders) for room in rooms]
        if self._scope.person_id:
            self._people.add(write_own(self._archive, self._scope.person_id))
        self.counts.people = self._people.write(self._archive)
        team, now = setting(TEAM) or "", now_ms()
        self._archive.add("index.html", pages.draw_index(self._scope, _title(self._scope, team), now, indexed))
        self._archive.add("style.css", pages.style_sheet())
        self._team, self._at = team, now

    def finish(self) -> None:
        """Write the files, and what this export is; outside of the snapshot, for that may take long."""
        self._files.write(self._archive, self.counts)
        record = records.export_record(self._scope, self._team, self._at, self.counts)
        self._archive.add_json("export.json", record)
        self._archive.close()

    def _room_record(self, room: ExportedRoom) -> records.Record:
        pins = pins_of(room, self._scope)
        self._people.add(one.person_id for one in pins)
        return records.room_record(room, members_of(room, self._scope), pins)

    def _write_room(self, room: ExportedRoom, folders: dict[int, str]) -> pages.IndexedRoom:
        before = self.counts.messages
        indexed, members = room.indexed(0), members_of(room, self._scope)
        self._people.add(one.person_id for one in members)
        whole = self._scope.kind != "person"
        drawn = pages.RoomPages(indexed, folders, self._files.path_of, self._archive.add, is_whole=whole)
        with tempfile.SpooledTemporaryFile(SPOOLED, dir=self._folder) as lines:
            for item, root_id in self._messages(room.row.id):
                lines.write(line_of(records.message_record(item, root_id, self._files.path_of)))
                drawn.add(item, root_id, self._link(room.row.id, item))
                self._people.add_those_of(item)
                self._note_one()
            self._archive.add_file(records.messages_path(room.row.id), lines)
        names = sorted((one.name for one in members), key=str.casefold) if whole else ()
        self._archive.add(f"{room.folder}/index.html", pages.draw_room(indexed, drawn.close(), names))
        return room.indexed(self.counts.messages - before)

    def _messages(self, room_id: int) -> Iterator[tuple[MessageItem, int | None]]:
        if self._scope.person_id:
            return unchecked.walk_own(room_id, self._scope.person_id)
        return unchecked.walk(room_id, self._scope.begins, self._scope.ends)

    def _link(self, room_id: int, item: MessageItem) -> str:
        """Return where one finds an own message in the place."""
        is_linked = self._scope.kind == "person" and self._scope.address
        return f"{self._scope.address}/rooms/{room_id}/@{item.id}" if is_linked else ""

    def _note_one(self) -> None:
        self.counts.messages += 1
        if self.counts.messages % WATCHED == 0:
            self._watch(self.counts)


def _count(scope: Scope) -> int:
    rows: Any = Message.select(fn.COUNT(Message.id)).where(Message.deleted_at.is_null())
    if scope.person_id:
        rows = rows.where(Message.author == scope.person_id)
    if scope.room_ids is not None and not scope.person_id:
        below = Room.select(Room.id).where(Room.id.in_(list(scope.room_ids)) | Room.parent.in_(list(scope.room_ids)))
        rows = rows.where(Message.room.in_(below))
    return int(rows.scalar() or 0)


def _title(scope: Scope, team: str) -> str:
    return f"{'My data' if scope.kind == 'person' else 'Export'} · {team or 'StreamChat'}"
