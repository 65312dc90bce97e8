"""Reads StreamChat's own exports: docs/export.md says what is in them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from chat.importing.items import FileRecord, MessageRecord, PersonRecord, Record, Report, RoomRecord
from chat.importing.reading.archives import Archive
from chat.importing.reading.documents import document, lines_of, milliseconds
from chat.json_values import Object, list_in, objects_of, text_in, texts_of
from chat.messages.emoji import emoji_of
from chat.slack_format.parts import TYPED, Part
from chat.text import MAX_NAME, shortened_line

SOURCE = "streamchat"
"""Ids are those of one place alone; with the time at which something was made they are nobody else's."""

VERSION = 1

NUMBER = re.compile(r"[0-9]{1,18}")


def is_export(archive: Archive) -> bool:
    """Whether this is an export of StreamChat."""
    return "export.json" in archive.sizes and text_in(document(archive, "export.json", Report()), "format") == SOURCE


def read(archive: Archive, report: Report) -> Iterator[Record]:
    """Yield all records of an export."""
    about = document(archive, "export.json", report)
    if about.get("version") != VERSION:
        report.problem("the export is of another version: what that has changed is not read", about.get("version"))
    people: dict[str, str] = {}
    for _, line in lines_of(archive, "people.jsonl", report):
        person = _person(line, is_believed=text_in(about, "scope") == "place")
        people[text_in(line, "id")] = person.key
        yield person
    for _, line in lines_of(archive, "rooms.jsonl", report):
        room = _room(line, people)
        yield room
        pins = {text_in(pin, "message"): pin for pin in objects_of(line, "pins")}
        for number, message in lines_of(archive, text_in(line, "path"), report):
            if key := text_in(message, "id"):
                where = f"{text_in(line, 'path')}, line {number}"
                yield _message(key, message, room.key, people, pins.get(key))._replace(where=where)
            else:
                report.problem("a message has no id", f"{text_in(line, 'path')}, line {number}")


def _key(line: Object) -> str:
    return f"{text_in(line, 'id')}:{milliseconds(line.get('created_at'))}"


def _person(line: Object, *, is_believed: bool) -> PersonRecord:
    return PersonRecord(
        _key(line),
        text_in(line, "name"),
        "" if text_in(line, "role") == "bot" else text_in(line, "email"),
        aliases=(text_in(line, "id"), text_in(line, "name")),
        created_at=milliseconds(line.get("created_at")) or None,
        title=text_in(line, "title"),
        zone=text_in(line, "zone"),
        deleted_at=milliseconds(line.get("deleted_at")) or None,
        is_administrator=is_believed and text_in(line, "role") == "administrator",
        is_bot=text_in(line, "role") == "bot",
        picture=FileRecord("picture", avatar) if (avatar := text_in(line, "avatar")) else None,
    )


def _room(line: Object, people: dict[str, str]) -> RoomRecord:
    members = {text_in(one, "person"): one for one in objects_of(line, "members")}
    there = {people.get(id_, id_): one for id_, one in members.items()}
    return RoomRecord(
        _key(line),
        text_in(line, "kind"),
        text_in(line, "name"),
        text_in(line, "description"),
        tuple(there),
        tuple(key for key, one in there.items() if text_in(one, "role") == "manager"),
        milliseconds(line.get("created_at")) or None,
        is_archived=line.get("archived_at") is not None,
        is_default=line.get("is_default") is True,
        archived_at=milliseconds(line.get("archived_at")) or None,
        joined_at={key: at for key, one in there.items() if (at := milliseconds(one.get("joined_at")))},
    )


def _message(key: str, line: Object, room: str, people: dict[str, str], pin: Object | None) -> MessageRecord:
    thread, answered = text_in(line, "thread"), text_in(line, "reply_to")
    author = text_in(line, "author")
    return MessageRecord(
        key=f"{room}/{key}",
        room=room,
        author=people.get(author, author),
        at=milliseconds(line.get("created_at")),
        text=_text(line, people),
        edited_at=milliseconds(line.get("edited_at")) or None,
        thread=f"{room}/{thread}" if thread else "",
        reply_to=f"{room}/{answered}" if answered else "",
        reactions=[
            [text_in(one, "emoji"), people.get(who, who)]
            for one in objects_of(line, "reactions")
            for who in texts_of(one, "people")
        ],
        files=[
            FileRecord(text_in(one, "name"), text_in(one, "path"), alt=text_in(one, "alt"))
            for one in objects_of(line, "files")
        ],
        pinned=[people.get(text_in(pin, "person"), ""), milliseconds(pin.get("created_at"))] if pin else [],
        is_deleted=line.get("deleted_at") is not None,
        deleted_at=milliseconds(line.get("deleted_at")) or None,
        guise=_guise(line.get("posted_as")),
        live=_live(line, people) if text_in(line, "kind") else [],
    )


def _guise(found: object) -> list[str]:
    if not isinstance(found, dict):
        return []
    name = shortened_line(text_in(found, "name"), MAX_NAME)
    emoji = emoji_of(text_in(found, "emoji")[:MAX_NAME]) or ""
    return [name, emoji] if name or emoji else []


def _live(line: Object, people: dict[str, str]) -> list[Any]:
    """Return the kind and the state of a live message, with whoever of the people that may be in it."""
    state = json.dumps(line.get("state"))
    return [text_in(line, "kind"), state, {id_: people[id_] for id_ in NUMBER.findall(state) if id_ in people}]


def _text(line: Object, people: dict[str, str]) -> list[Part]:
    """Return the text as it was typed, cut where somebody is mentioned."""
    body, places = text_in(line, "body"), []
    parts: list[Part] = []
    for mention in objects_of(line, "mentions"):
        who = people.get(text_in(mention, "person"), "")
        if not list_in(mention, "places"):
            parts.append([TYPED, who, ""])
        for place in list_in(mention, "places"):
            start, end = [*(place if isinstance(place, list) else []), 0, 0][:2]
            places.append((milliseconds(start), milliseconds(end), who))
    last = 0
    for start, end, who in sorted(places):
        if last <= start < end <= len(body):
            parts += [body[last:start], [TYPED, who, body[start:end]]]
            last = end
    return [part for part in (*parts, body[last:]) if part]
