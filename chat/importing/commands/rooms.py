"""Rooms of an export, and who is in them."""

from collections.abc import Collection, Iterable, Mapping

from peewee import chunked

from chat.importing.commands.noting import note_imported
from chat.importing.items import Report, RoomRecord
from chat.importing.queries import AT_ONCE, ROOM, imported_rooms, is_empty, known_ids
from chat.rooms import MAX_PEOPLE, unchecked
from chat.storage.name_keys import distinct_names, name_key
from chat.text import MAX_DESCRIPTION, MAX_NAME, shortened_line
from models import Membership, Message, Room, User, now_ms

People = Mapping[str, int]

APART, DIRECT_APART = "-imported", "Imported: {}"
"""How a room for what was said elsewhere is called, beside the room of that name, or of those people, here."""

IN_USE = "a room of that name is here: what comes goes into a room of its own"
DIRECT_IN_USE = "people have written to each other here: what comes goes into a closed room of theirs"

LONGEST = MAX_NAME - len(APART) - 6
"""Of a name, which may have to end in that and a number."""


def write_rooms(source: str, rooms: Iterable[RoomRecord], people: People) -> tuple[dict[str, int], Report]:
    """Store rooms, and return their ids here by their keys there."""
    report, records = Report(), {record.key: record for record in rooms}
    known = known_ids(source, ROOM, records)
    known = {key: id_ for key, id_ in known.items() if Room.select().where(Room.id == id_).exists()}
    new: dict[str, int] = {}
    taken = imported_rooms()
    listed = unchecked.room_list_revision() + 1
    for key, record in records.items():
        if key in known:
            report.count("rooms that had come before")
        else:
            new[key] = _write(record, people, listed, taken, report)
            taken.add(new[key])
    for key, room_id in (known | new).items():
        _put_in(room_id, records[key], people, listed)
    note_imported(source, ROOM, new)
    return known | new, report


def _write(record: RoomRecord, people: People, listed: int, taken: Collection[int], report: Report) -> int:
    """Store a room: in an empty one of its name, unless another one has `taken` that, or in a new one.

    Rows go by id: in a room that people talk in, what was said before would stand below that.
    """
    for member in {*record.members} - people.keys():
        report.problem("somebody in a room is in no list of people", f"{record.name or record.key}: {member}")
    ids = sorted({people[key] for key in record.members if key in people})
    if record.kind == "direct" and 0 < len(ids) <= MAX_PEOPLE:
        return _direct(record, ids, listed, taken, report)
    kind = "open" if record.kind == "open" else "closed"
    name = shortened_line(record.name, LONGEST) or _named_by(ids) or shortened_line(record.key, LONGEST)
    there = [room.id for room in Room.select(Room.id).where(Room.kind == kind, Room.name_key == name_key(name))]
    if others := [id_ for id_ in there if id_ not in taken]:
        if kind == "open" and is_empty(others[0]):
            report.count("rooms that were here, and empty")
            return int(others[0])
        name = _apart(name, name + APART, IN_USE, report)
    report.count({"open": "rooms", "closed": "closed rooms"}[kind])
    return _create(record, kind, name, listed, report)


def _apart(name: str, other: str, why: str, report: Report) -> str:
    report.problem(why, f"{name} → {other}")
    return other


def _create(record: RoomRecord, kind: str, name: str, listed: int, report: Report) -> int:
    """Make a room; an open one with the name of another gets a number."""
    rows = Room.select(Room.name_key).where(Room.kind == "open") if kind == "open" else ()
    distinct, key = next(distinct_names([name], {row.name_key or "" for row in rows}))
    if distinct != name:
        report.problem("a room gets another name, since there is one of that name", f"{name} → {distinct}")
    now = now_ms()
    room = Room.create(
        name=distinct,
        name_key=key,
        description=shortened_line(record.description, MAX_DESCRIPTION),
        kind=kind,
        is_default=kind == "open" and record.is_default and not record.is_archived and not name.endswith(APART),
        created_at=min(record.created_at or now, now),
        archived_at=(record.archived_at or now) if record.is_archived else None,
        listed=listed,
    )
    return int(room.id)


def _direct(record: RoomRecord, ids: list[int], listed: int, taken: Collection[int], report: Report) -> int:
    """Make a direct room; there is one between the same people only, and what comes may not stand below what is there.

    So it becomes a closed room of theirs if they have written to each other here.
    """
    key = " ".join(map(str, ids))
    there = Room.get_or_none(Room.people_key == key)
    if there is not None and (there.id in taken or is_empty(there.id)):
        report.count("direct messages between people who had some here")
        return int(there.id)
    if there is not None:
        report.count("closed rooms")
        name = _apart(_named_by(ids), DIRECT_APART.format(_named_by(ids)), DIRECT_IN_USE, report)
        return _create(record, "closed", name, listed, report)
    report.count("direct messages")
    created_at = min(record.created_at or now_ms(), now_ms())
    return int(Room.create(name="", kind="direct", people_key=key, created_at=created_at, listed=listed).id)


def _put_in(room_id: int, record: RoomRecord, people: People, listed: int) -> None:
    """Make people members who are none, and have not left; those who are keep their role."""
    there = {row.user_id for row in Membership.select(Membership.user).where(Membership.room == room_id)}
    newest = (
        Message.select(Message.id).where(Message.room == room_id).order_by(Message.id.desc()).limit(1).scalar() or 0
    )
    managers = {people[key] for key in record.managers if key in people}
    ids = sorted({people[key] for key in record.members if key in people} - there)
    joined, now = {people[key]: at for key, at in record.joined_at.items() if key in people}, now_ms()
    for some in chunked(ids, AT_ONCE):
        rows = [
            (room_id, id_, "manager" if id_ in managers else "member", joined.get(id_, now), newest, listed)
            for id_ in some
        ]
        Membership.insert_many(rows, ("room", "user", "role", "joined_at", "read_id", "listed")).execute()


def _named_by(ids: list[int]) -> str:
    names = [row.name for row in User.select(User.name).where(User.id.in_(ids[:4])).order_by(User.id)]
    return shortened_line(", ".join(names) + (" …" if len(ids) > len(names) else ""), LONGEST)
