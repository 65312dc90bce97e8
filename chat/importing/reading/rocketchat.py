"""Reads the CSV form in which Rocket.Chat takes messages, and which programs that export from it write.

`users.csv` has username, address and name; `channels.csv` name, owner, "public" or "private", and members;
`<channel>/….csv` who, when in milliseconds, and the text;
`directmessages/….csv` from whom, to whom, when, and the text.
"""

import csv
import io
import re
from collections.abc import Iterator
from hashlib import sha256

from chat.importing.items import MessageRecord, PersonRecord, Record, Report, RoomRecord
from chat.importing.reading.archives import BROKEN, Archive
from chat.importing.reading.documents import milliseconds
from chat.json_values import holdable
from chat.slack_format.parts import EVERYBODY, MENTION, Part

SOURCE = "rocketchat"
DIRECT = "directmessages"
MAX_CELL = 1_000_000
NAMED = re.compile(r"(?<![\w`@/.])@([\w][\w.-]*)")


def is_export(archive: Archive) -> bool:
    """Whether this is such a zip file."""
    return {"users.csv", "channels.csv"} <= archive.sizes.keys()


def read(archive: Archive, report: Report) -> Iterator[Record]:
    """Yield all records."""
    people = {}
    for _, row in _rows(archive, "users.csv", 3, report):
        people[row[0]] = PersonRecord(row[0], row[2] or row[0], row[1])
    yield from people.values()
    for _, row in _rows(archive, "channels.csv", 3, report):
        members = [name.strip() for name in (row[3] if len(row) > 3 else "").split(";")]
        there = tuple(dict.fromkeys(name for name in (row[1], *members) if name))
        kind = "open" if row[2].strip().lower() == "public" else "closed"
        yield RoomRecord(row[0], kind, row[0], members=there, managers=(row[1],) if row[1] else ())
    known: set[str] = set()
    for name in sorted(archive.sizes):
        folder, _, rest = name.partition("/")
        if not rest or "/" in rest or not name.endswith(".csv"):
            continue
        if folder == DIRECT:
            yield from _direct(archive, name, people, known, report)
        else:
            for where, row in _rows(archive, name, 3, report):
                yield _message(folder, row[0], row[1], row[2], people, where)


def _direct(
    archive: Archive, name: str, people: dict[str, PersonRecord], known: set[str], report: Report
) -> Iterator[Record]:
    for where, row in _rows(archive, name, 4, report):
        members = tuple(sorted({row[0], row[1]}))
        key = "direct:" + " ".join(members)
        if key not in known:
            known.add(key)
            yield RoomRecord(key, "direct", members=members)
        yield _message(key, row[0], row[2], row[3], people, where)


def _message(
    room: str, author: str, time: str, body: str, people: dict[str, PersonRecord], where: str
) -> MessageRecord:
    key = sha256("\0".join((room, author, time, body, where)).encode(errors="replace")).hexdigest()
    return MessageRecord(key, room, author, milliseconds(time), _text(body, people), where=where)


def _text(body: str, people: dict[str, PersonRecord]) -> list[Part]:
    parts: list[Part] = []
    last = 0
    for found in NAMED.finditer(body):
        name = found[1] if found[1] in people else found[1].rstrip(".-")
        if name in people or name in ("all", "here"):
            parts += [body[last : found.start()], [MENTION, name, name] if name in people else [EVERYBODY, ""]]
            last = found.start(1) + len(name)
    return [part for part in (*parts, body[last:]) if part]


def _rows(archive: Archive, name: str, columns: int, report: Report) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of a file that have enough columns, each with where it is."""
    csv.field_size_limit(MAX_CELL)
    try:
        with archive.open(name) as file, io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="") as text:
            reader = csv.reader(text)
            while True:
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    report.problem("a row cannot be read", f"{name}, line {reader.line_num}: {error}")
                    continue
                if len(row) >= columns:
                    yield f"{name}, line {reader.line_num}", list(map(holdable, row))
                elif row:
                    report.problem("a row has too few columns", f"{name}, line {reader.line_num}")
    except BROKEN as error:
        report.problem("a file in the export is damaged", f"{name}: {error}")
