"""An import from beginning to end: what is read waits on disk; then people, rooms and messages are stored."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from chat.importing.commands.incoming import Came, Incoming
from chat.importing.commands.late_files import give_files, linked_files
from chat.importing.commands.messages import write_messages
from chat.importing.commands.people import read_map, write_people
from chat.importing.commands.pictures import write_pictures
from chat.importing.commands.rooms import write_rooms
from chat.importing.commands.seen import with_members
from chat.importing.fetching import Downloads
from chat.importing.items import MessageRecord, PersonRecord, Record, Report, RoomRecord
from chat.importing.queries import MESSAGE, known_ids
from chat.importing.reading import Reader, opened, reader_for
from chat.importing.texts import Names
from chat.importing.times import Times
from chat.importing.waiting import Waiting, waiting
from chat.storage.database import database
from models import Room, User, now_ms

T = TypeVar("T")

Tell = Callable[[str], None]
"""Says how far it has come; a text that begins like the last one replaces that."""

Run = Callable[..., Any]
"""Runs a change: in a transaction of its own or, in a dry run, in the one that is undone in the end."""

EVERY = 0.5
"""Seconds between two looks at how far it has come."""


class _UndoneError(Exception):
    """Ends the transaction of a dry run."""


@dataclass(slots=True)
class _Gathered:
    """What has been read so far, but for messages."""

    report: Report
    tell: Tell
    people: dict[str, PersonRecord] = field(default_factory=dict)
    rooms: dict[str, RoomRecord] = field(default_factory=dict)
    authors: dict[str, dict[str, None]] = field(default_factory=dict)

    def messages(self, records: Iterator[Record]) -> Iterator[MessageRecord]:
        """Keep people and rooms, and yield messages, all with possible times."""
        times = Times(now_ms(), self.report)
        for record in _telling(records, self.tell, "Reading"):
            if isinstance(record, PersonRecord):
                self._meet(times.of_person(record))
            elif isinstance(record, RoomRecord):
                self._find(times.of_room(record))
            else:
                self._meet(PersonRecord(record.author, ""))
                self.authors.setdefault(record.room, {}).setdefault(record.author)
                yield times.of_message(record)

    def _meet(self, person: PersonRecord) -> None:
        known = self.people.get(person.key)
        if known is None or (person.name and not known.name):
            self.people[person.key] = person

    def _find(self, room: RoomRecord) -> None:
        if room.key in self.rooms:
            self.report.problem("a room is there twice", room.name or room.key)
        self.rooms.setdefault(room.key, room)

    def rooms_with_members(self) -> list[RoomRecord]:
        """Return the rooms that somebody will see."""
        there = {key: person for key, person in self.people.items() if not person.deleted_at}
        rooms = (with_members(room, self.authors.get(room.key, ()), there, self.report) for room in self.rooms.values())
        return [room for room in rooms if room]


def import_export(
    path: Path,
    map_path: Path | None,
    *,
    is_dry: bool,
    tell: Tell,
    begin: Callable[[], None] | None = None,
    downloads: Downloads | None = None,
) -> tuple[str, Report]:
    """Import an export into the open database, and return of which chat it was and what came.

    Nobody is told, and what comes counts as read. What had come before does not come again, so that this goes on where
    it was interrupted. Raises `UnusableExportError`.

    Args:
        path: a file, or a folder
        map_path: a file that says who has which address here
        is_dry: whether everything is undone in the end
        tell: says how far it has come
        begin: opens the database once all is read, if it is not open yet
        downloads: fetches files and pictures that the export links to; without it, messages link to them
    """
    addresses = read_map(map_path) if map_path else {}
    report = Report()
    with opened(path) as archive, waiting() as messages:
        reader = reader_for(archive)
        gathered = _Gathered(report, tell)
        messages.add(gathered.messages(reader.read(reader.archive, report)))
        messages.tell_apart(report)
        if begin:
            begin()
        incoming = Incoming(reader.archive, downloads, tell, is_dry=is_dry)
        if is_dry:
            _undone(lambda: _store(reader, gathered, messages, addresses, _at_once, incoming))
        else:
            _store(reader, gathered, messages, addresses, database.write_now, incoming)
    return reader.name, report


def _undone(work: Callable[[], object]) -> None:
    def change() -> None:
        work()
        raise _UndoneError

    with suppress(_UndoneError):
        database.write_now(change)


def _at_once(change: Callable[..., T], *args: Any) -> T:
    return change(*args)


def _store(
    reader: Reader,
    gathered: _Gathered,
    messages: Waiting,
    addresses: Mapping[str, str],
    run: Run,
    incoming: Incoming,
) -> None:
    """Store what was read."""
    report = gathered.report
    people, came = run(write_people, reader.source, list(gathered.people.values()), addresses)
    report.add(came)
    write_pictures(gathered.people, people, incoming, run, report)
    rooms, came = run(write_rooms, reader.source, gathered.rooms_with_members(), people)
    report.add(came)
    names = Names(people, run(_names), run(_room_names, rooms))
    done = 0
    for some in messages.batches():
        here = [record for record in some if record.room in rooms]
        for record in some:
            if record.room not in rooms:
                report.problem("a message is in a room that is not in the export, or is left out", record.place)
        late = run(linked_files, reader.source, here) if incoming.fetches else ()
        stored = _files_of(reader, here, run, incoming)
        report.add(run(write_messages, reader.source, here, names, rooms, stored))
        if late:
            report.add(run(give_files, reader.source, here, incoming.store(late)))
        done += len(some)
        gathered.tell(f"{incoming.verb}: {done:,} of {messages.total:,} messages")


def _names() -> dict[int, str]:
    return {row.id: row.name for row in User.select(User.id, User.name)}


def _room_names(rooms: Mapping[str, int]) -> dict[str, str]:
    """Return what rooms are called here, by their keys there: some get a number."""
    names = {row.id: row.name for row in Room.select(Room.id, Room.name).where(Room.kind.in_(("open", "closed")))}
    return {key: names[id_] for key, id_ in rooms.items() if names.get(id_)}


def _files_of(reader: Reader, records: Sequence[MessageRecord], run: Run, incoming: Incoming) -> Came:
    """Store the files of messages that are new, before these are."""
    having = [record for record in records if any(map(incoming.comes, record.files))]
    known = run(known_ids, reader.source, MESSAGE, [record.key for record in having]) if having else {}
    return incoming.store(file for record in having if record.key not in known for file in record.files)


def _telling(records: Iterator[Record], tell: Tell, what: str) -> Iterator[Record]:
    """Say from time to time how many records have come."""
    last, number = time.monotonic(), 0
    for record in records:
        number += isinstance(record, MessageRecord)
        if time.monotonic() - last > EVERY:
            last = time.monotonic()
            tell(f"{what}: {number:,} messages")
        yield record
