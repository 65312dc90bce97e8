"""Exports of every kind with something odd in them end with a report, and leave nothing that a database cannot hold."""

import copy
import csv
import io
import json
import random
import time
from contextlib import nullcontext
from dataclasses import asdict, is_dataclass

from chat.importing.commands import running
from chat.importing.items import Report
from chat.importing.reading import reader_for
from chat.importing.reading.archives import UnusableExportError
from chat.storage.objects import objects
from models import Blob, Membership, Message, Pin, Room, User, now_ms
from tests.importing.exports import slack, slack_blocks, write_zip
from tests.importing.test_others import AT, json_lines, mattermost, rocket_chat, zulip
from tests.importing.test_slack import bring

ODD = [None, 0, -1, 4 * 10**18, -4 * 10**18, 10**400, 1.5, True, [], [1], [[1]], {}, {"id": 1}, "", "x" * 5000]
ODD += ["ann\0x", "half \ud83d", "9" * 400, "\u202e"]
SEED, ODD_ONES, OF_EACH = 7, 2, 15
"""How many odd things each value becomes, and how many mutations of an export are stored: all of them are read."""


class Held:
    """An archive in memory."""

    def __init__(self, files):
        self.files = files
        self.sizes = {name: len(content) for name, content in files.items()}

    def open(self, name):
        return io.BytesIO(self.files[name])


def own():
    """Return the files of a small export of StreamChat."""
    people = [{"id": 1, "name": "Ada", "email": "ada@example.com", "created_at": 5, "role": "member", "title": "Cook"}]
    people += [{"id": 2, "name": "Former", "created_at": 6, "deleted_at": AT}]
    room = {"id": 2, "kind": "open", "name": "a", "path": "messages/2.jsonl", "created_at": 7, "archived_at": AT}
    room |= {"members": [{"person": 1, "role": "manager", "joined_at": AT}]}
    room |= {"pins": [{"message": 3, "person": 1, "created_at": AT}], "description": "About"}
    message = {"id": 3, "author": 1, "created_at": AT, "body": "é@x", "edited_at": AT + 1, "thread": None}
    message |= {"mentions": [{"person": 1, "places": [[1, 3]]}], "reactions": [{"emoji": "👍", "people": [1]}]}
    message |= {"files": [{"name": "x.txt", "path": "files/x.txt", "alt": "A text"}]}
    reply = {"id": 4, "author": 2, "created_at": AT + 2, "body": "", "thread": 3, "reply_to": 3, "deleted_at": AT + 9}
    return {
        "export.json": json.dumps({"format": "streamchat", "version": 1, "scope": "place"}).encode(),
        "people.jsonl": json_lines(*people),
        "rooms.jsonl": json_lines(room),
        "messages/2.jsonl": json_lines(message, reply),
        "files/x.txt": b"Text",
    }


EXPORTS = {
    "own": own,
    "slack": lambda: slack() | {"general/2020-09-15.json": slack_blocks()},
    "mattermost": lambda: {"import.jsonl": mattermost()},
    "zulip": zulip,
    "rocket": rocket_chat,
}


def rows_of(name, content):
    """Return what is in a file: values within values; None if it is not text that is read so."""
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in content.splitlines()]
    if name.endswith(".csv"):
        return list(csv.reader(io.StringIO(content.decode())))
    return json.loads(content) if isinstance(content, bytes) and name.endswith(".json") else content


def written(name, rows):
    if isinstance(rows, bytes):
        return rows
    if name.endswith(".jsonl"):
        return json_lines(*rows)
    if name.endswith(".csv"):
        text = io.StringIO()
        csv.writer(text).writerows(row if isinstance(row, list) else [row] for row in rows)
        return text.getvalue().encode(errors="replace")
    return json.dumps(rows).encode()


def places_in(found, path=()):
    """Yield the path to every value."""
    for key, value in found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ():
        yield (*path, key)
        yield from places_in(value, (*path, key))


def mutations(files, choice):
    """Yield an export again and again, each time with another thing odd; of each value some odd ones."""
    rows = {name: rows_of(name, content) for name, content in files.items()}
    plain = {name: written(name, content) for name, content in rows.items()}
    for name, content in rows.items():
        yield f"{name} is missing", {other: value for other, value in plain.items() if other != name}
        for path in places_in(content) if not isinstance(content, bytes) else ():
            for odd in choice.sample(ODD, ODD_ONES):
                changed = copy.deepcopy(content)
                within = changed
                for key in path[:-1]:
                    within = within[key]
                within[path[-1]] = odd
                yield f"{name} {path}: {odd!r:.40}", plain | {name: written(name, changed)}


def read_all(files):
    """Return the records of an export as JSON."""
    archive = Held(files)
    try:
        reader = reader_for(archive)
    except UnusableExportError:
        return ""
    records = reader.read(reader.archive, Report())
    return json.dumps([asdict(record) if is_dataclass(record) else record for record in records])


def test_whatever_is_odd_in_an_export_it_ends_with_a_report(opened, tmp_path, monkeypatch):
    choice = random.Random(SEED)
    for kind, export in EXPORTS.items():
        odd = list(mutations(export(), choice))
        for what, files in odd:
            try:
                text = read_all(files)
            except Exception as error:
                raise AssertionError(f"{kind}: {what}") from error
            assert "\\u0000" not in text, f"{kind}: {what}"
            assert '\\ud83d"' not in text, f"{kind}: {what}"
        for what, files in choice.sample(odd, OF_EACH):
            monkeypatch.setattr(running, "opened", lambda _, files=files: nullcontext(Held(files)))
            try:
                bring(tmp_path, is_dry=True)
            except UnusableExportError:
                continue
            except Exception as error:
                raise AssertionError(f"{kind}: {what}") from error


def test_a_team_s_room_does_not_become_that_of_another_team(opened, tmp_path):
    Room.create(name="Town Square", name_key="town square", kind="open")
    channel = {"name": "town-square", "display_name": "Town Square", "type": "O"}
    post = {"channel": "town-square", "user": "ada", "create_at": AT}
    teams = [{"type": "channel", "channel": {**channel, "team": team}} for team in ("us", "them")]
    teams.append({"type": "channel", "channel": {**channel, "team": "us", "name": "square"}})
    posts = [{"type": "post", "post": {**post, "team": team, "message": team}} for team in ("us", "them")]
    posts.append({"type": "post", "post": {**post, "team": "us", "message": "see ~square", "create_at": AT + 1}})
    (tmp_path / "e.jsonl").write_bytes(json_lines({"type": "version", "version": 1}, *teams, *posts))
    report = bring(tmp_path / "e.jsonl")
    there = {row.body: row.room.name for row in Message.select()}
    assert there == {"us": "Town Square", "them": "Town Square 2", "see #Town Square 3": "Town Square"}
    assert report.problems["a room gets another name, since there is one of that name"][0] == 2
    Message.delete().execute()
    (tmp_path / "c.jsonl").write_bytes(
        json_lines({"type": "version", "version": 1}, {**teams[0], "channel": {**channel, "team": "x"}})
    )
    bring(tmp_path / "c.jsonl")
    assert [row.name for row in Room.select().order_by(Room.id)] == [
        "Town Square",
        *(f"Town Square {number}" for number in (2, 3, 4)),
    ]


def test_no_time_is_before_1970_or_in_the_future(opened, tmp_path):
    for at in (4 * 10**18, -4 * 10**18):
        files = {name: content.replace(str(AT).encode(), str(at).encode()) for name, content in own().items()}
        files = {name: content.replace(b": 3,", b": 3%d," % (at > 0)) for name, content in files.items()}
        files = {name: content.replace(b'_at": 7', b'_at": %d' % at) for name, content in files.items()}
        report = bring(write_zip(tmp_path / f"{at}.zip", files))
        assert report.problems["a date is before 1970 or in the future: it is the next that can be"][0] > 3
    fields = [Room.created_at, Room.archived_at, Membership.joined_at, Pin.created_at, User.created_at, User.deleted_at]
    fields += [Message.created_at, Message.edited_at, Message.deleted_at]
    for field in fields:
        times = [at for (at,) in field.model.select(field).tuples() if at is not None]
        assert times, field
        assert all(1 <= at <= now_ms() for at in times), field


def test_equal_files_are_stored_once(opened, tmp_path):
    day = [
        {"type": "message", "user": "U1", "ts": f"160000010{n}.1", "files": [{"id": f"F{n}", "name": f"{n}.txt"}]}
        for n in range(3)
    ]
    files = slack() | {"general/2020-09-13.json": day} | {f"__uploads/F{n}/{n}.txt": b"the same" for n in range(3)}
    bring(write_zip(tmp_path / "e.zip", files))
    assert Blob.select().count() == len(list(objects.list("blobs"))) == 1


def test_unclosed_quotes_take_no_longer_than_other_text(opened, tmp_path):
    files = zulip()
    [message] = files["messages-000001.json"]["zerver_message"][:1]
    message["content"] = "```quote\n" * 4000 + "````\n```` quote \na\n\nb\n````\n" + "```" + " " * 30_000 + "x"
    began = time.process_time()
    bring(write_zip(tmp_path / "e.zip", files))
    assert "\n> a\n> \n> b\n```" in "".join(row.body for row in Message.select().order_by(Message.id))
    assert time.process_time() - began < 1
