"""Messages of an export, some hundreds in one transaction."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chat.files import add_file
from chat.importing.commands.incoming import Came
from chat.importing.commands.noting import note_imported
from chat.importing.commands.parts import Parts
from chat.importing.commands.places import Places
from chat.importing.items import FileRecord, MessageRecord, Report
from chat.importing.queries import MESSAGE, known_ids
from chat.importing.texts import EMPTY, Body, Names, body_of, links_to, pieces_of
from chat.messages import unchecked
from chat.messages.markdown import VERSION, has_markup
from chat.storage.prepared import Prepared
from models import Message, Room


def write_messages(
    source: str, records: Sequence[MessageRecord], names: Names, rooms: Mapping[str, int], stored: Came
) -> Report:
    """Store messages that have not come before, the oldest first."""
    return _Batch(source, records, names, rooms, stored).write()


class _Batch:
    """What is stored in one transaction."""

    def __init__(
        self,
        source: str,
        records: Sequence[MessageRecord],
        names: Names,
        rooms: Mapping[str, int],
        stored: Came,
    ) -> None:
        self._source, self._names, self._stored = source, names, stored
        self._report = Report()
        keys = {key for record in records for key in (record.key, record.thread, record.reply_to) if key}
        self._ids = known_ids(source, MESSAGE, keys)
        self._new = self._of_these(records)
        self._places = Places({rooms[record.room] for record in self._new}, self._ids)
        self._rooms = rooms
        self._parts = Parts(self._report, names.people)

    def write(self) -> Report:
        """Store everything, and return what came."""
        ids: dict[str, int] = {}
        for record in self._new:
            self._ids[record.key] = ids[record.key] = self._write(record)
        self._parts.store()
        self._places.store()
        note_imported(self._source, MESSAGE, ids)
        return self._report

    def _of_these(self, records: Sequence[MessageRecord]) -> list[MessageRecord]:
        """Return which messages are new."""
        new = [record for record in records if record.key not in self._ids]
        self._report.count("messages that had come before", len(records) - len(new))
        return new

    def _write(self, record: MessageRecord) -> int:
        room, root_id = self._room_of(record)
        if self._places.stands_below_newer(room, record.at):
            self._report.problem(
                "a message is older than the newest one in its room here: it stands below", record.place
            )
        answered = self._answered(record, room)
        live = self._live(record) if record.live and not record.is_deleted else None
        pieces = [Body(live[2] if live else "", {})] if live or record.is_deleted else self._pieces(record)
        first = self._insert(record, room, pieces[0], answered, live)
        self._add_files(record, first)
        for piece in pieces[1:]:
            self._insert(record, room, piece, None)
        if len(pieces) > 1:
            self._report.problem("a message is too long: it comes as several", record.place)
        if record.also_in_room and root_id and room.parent_id is not None:
            self._insert(record, self._places.home(room), pieces[0], root_id)
        self._parts.react(first, record)
        self._parts.pin(first, record, room.parent_id or room.id)
        self._report.count("messages" if room.parent_id is None else "replies in threads")
        return int(first.id)

    def _room_of(self, record: MessageRecord) -> tuple[Room, int]:
        """Return where a message goes, and the id of the message that a reply is below."""
        home = self._rooms[record.room]
        root_id = self._ids.get(record.thread, 0) if record.thread != record.key else 0
        if record.thread and not root_id:
            self._report.problem("a reply is to a message that is not in the export", record.place)
        thread = self._places.thread(home, root_id) if root_id else None
        if root_id and thread is None:
            self._report.problem("a reply is to a message of another room", record.place)
        return (thread, thread.root_id) if thread else (self._places.room(home), 0)

    def _live(self, record: MessageRecord) -> tuple[str, str, str] | None:
        """Return the kind, the state and the text of a live message; None for one that is a text here."""
        kind, state, keys = record.live
        people = {int(id_): self._names.people[key] for id_, key in keys.items() if key in self._names.people}
        found = unchecked.moved_live(kind, json.loads(state), people.get)
        if found is None:
            self._report.problem("a live message comes as a text", record.place)
        return (kind, *found) if found else None

    def _answered(self, record: MessageRecord, room: Room) -> int | None:
        answered = self._ids.get(record.reply_to) if record.reply_to else None
        return answered if answered and self._places.is_in(answered, room) else None

    def _pieces(self, record: MessageRecord) -> list[Body]:
        links = [file for file in record.files if isinstance(self._stored.get(file, ""), str)]
        for file in links:
            self._report.problem(self._why(file), file.name)
        text = [*record.text, *(["\n"] if record.text and links else []), *([links_to(links)] if links else [])]
        body = body_of(text, self._names)
        if not body.text and len(links) == len(record.files):
            self._report.problem("a message has no text", record.place)
            body = Body(EMPTY, {})
        return pieces_of(body)

    def _why(self, file: FileRecord) -> str:
        why = self._stored.get(file)
        if why and not file.path:
            return f"a file could not be fetched, {why}: its message links to it"
        if why:
            return f"a file could not be stored, {why}"
        return "a file is not in the export: its message links to it" if file.url else "a file is not in the export"

    def _insert(
        self,
        record: MessageRecord,
        room: Room,
        body: Body,
        answered: int | None,
        live: tuple[str, str, str] | None = None,
    ) -> Message:
        revision = self._places.next_revision(room)
        deleted_at = (record.deleted_at or record.at) if record.is_deleted else None
        message = Message(
            room=room.id,
            author=self._names.people[record.author],
            created_at=record.at,
            deleted_at=deleted_at,
        )
        drawn = 0 if has_markup(body.text) and not live else VERSION
        kind, state = live[:2] if live else ("", None)
        what = (message.room_id, message.author_id, body.text, drawn, kind, state, answered)
        [(message.id,)] = _new_message.rows(*what, record.at, record.edited_at, deleted_at, revision)
        self._places.note(message, room)
        self._parts.mention(message, body)
        self._parts.show_as(message, record)
        return message

    def _add_files(self, record: MessageRecord, message: Message) -> None:
        for position, file in enumerate(record.files):
            stored = self._stored.get(file, "")
            if isinstance(stored, str):
                continue
            if stored is not None:
                add_file(stored, message, file.name, position, file.alt)
            self._report.count("files" if file.path or stored is not None else "files to be fetched, if they are there")


@Prepared
def _new_message(
    room: Any,
    author: Any,
    body: Any,
    drawn: Any,
    kind: Any,
    state: Any,
    answered: Any,
    at: Any,
    edited: Any,
    deleted: Any,
    revision: Any,
) -> Any:
    columns = {
        Message.room: room,
        Message.author: author,
        Message.body: body,
        Message.html_version: drawn,
        Message.kind: kind,
        Message.state: state,
        Message.reply_to: answered,
        Message.created_at: at,
        Message.edited_at: edited,
        Message.deleted_at: deleted,
        Message.revision: revision,
        Message.created_revision: revision,
    }
    return Message.insert(columns).returning(Message.id)
