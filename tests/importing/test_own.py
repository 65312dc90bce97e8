"""An export of StreamChat, imported into an empty place and exported again, is the same."""

import json

import pytest

from chat import importing, messages, programs
from chat.accounts.items import Guise
from chat.messages import pin_message
from chat.storage.objects import objects
from models import TABLES, Membership, Message, MessageGuise, Room, User, db
from tests.exporting import exported, lines
from tests.exporting.test_export import place  # noqa: F401 (a fixture)
from tests.importing.exports import write_zip
from tests.importing.test_slack import bring


def contents(archive):
    """Return what an export tells, with what ids mean instead of these, and without what waits for being claimed."""
    people, rooms = lines(archive, "people.jsonl"), lines(archive, "rooms.jsonl")
    names = {person["id"]: person["name"] for person in people}
    written = {room["id"]: lines(archive, room["path"]) for room in rooms}
    said = {message["id"]: message["created_at"] for some in written.values() for message in some}

    def told(found, key=""):
        if isinstance(found, dict):
            kept = {name: value for name, value in found.items() if name not in ("path", "folder", "deactivated_at")}
            return {name: told(value, name) for name, value in kept.items() if name != "id"}
        if isinstance(found, list):
            return [told(one, key) for one in found]
        if key in ("author", "person", "people", "votes", "by", "yes", "no", "maybe"):
            return names.get(found, found)
        return said.get(found) if key in ("message", "thread", "reply_to") else found

    return {
        "people": sorted((told(person) for person in people), key=json.dumps),
        "rooms": sorted(([told(room), told(written[room["id"]])] for room in rooms), key=json.dumps),
    }


async def say_what_is_more_than_text(ada, ben, room):
    """Have messages that are live, and one that a bot says under another name."""
    lunch, _ = await messages.send_live(ada, room.id, "poll", {"title": "Lunch?", "options": ["Pizza", "Sushi"]})
    secret, _ = await messages.send_live(
        ada, room.id, "poll", {"title": "Who?", "options": ["A", "B"], "anonymous": True, "multiple": True}
    )
    tasks, _ = await messages.send_live(ada, room.id, "checklist", {"title": "Shop", "tasks": ["Bread", "Tea"]})
    party, _ = await messages.send_live(ada, room.id, "event", {"title": "Party", "at": 4 * 10**12, "place": "Park"})
    await messages.send_live(ada, room.id, "counter", {"title": "Days", "value": 7})
    await messages.send_live(ada, room.id, "chart", {"title": "Builds", "points": [["a", 1], ["b", 2.5]]})
    for message, action, arg in (
        *((lunch, "vote", 0), (secret, "vote", 0), (secret, "vote", 1), (tasks, "take", 2), (tasks, "tick", 2)),
        *((party, "answer", "yes"), (lunch, "close", 0)),
    ):
        await messages.press(ada, message.id, action, {"arg": str(arg)})
    await messages.press(ben, secret.id, "vote", {"arg": "1"})
    await messages.press(ben, party.id, "answer", {"arg": "no"})
    hook, _ = await programs.create_hook(ada, room.id, "Alerts")
    await messages.post_messages(hook.bot, room.id, ["It burns"], guise=Guise("Grafana", "🔥"))


async def test_the_round_trip(ada, ben, room, place, tmp_path):  # noqa: F811
    User.update(role="administrator").where(User.id == ada.id).execute()
    await say_what_is_more_than_text(ada, ben, room)
    await pin_message(ada, place["first"].id)
    Message.update(created_at=Message.created_at - 100 + Message.id).execute()  # each at a time of its own
    before = exported()
    file = tmp_path / "own.zip"
    write_zip(file, {name: before.read(name) for name in before.namelist()})
    Room.update(parent=None).execute()
    for table in reversed(TABLES):
        table.delete().execute()
    objects.open(str(tmp_path / "other files"), tmp_path)
    report = bring(file)
    assert report.problems == {}
    assert len(contents(before)["rooms"]) == 3
    assert contents(exported()) == contents(before)
    assert Message.select().where(Message.kind != "").count() == 6
    assert MessageGuise.select().count() == 1
    count = Message.select().count()
    assert bring(file).came.get("messages") is None
    assert Message.select().count() == count


def test_a_bot_comes_as_a_bot_that_nobody_claims(opened, tmp_path):
    bot = {"id": 5, "name": "Robot", "email": None, "role": "bot", "created_at": 5}
    files = {"export.json": {"format": "streamchat", "version": 1}, "people.jsonl": bot, "rooms.jsonl": b""}
    bring(write_zip(tmp_path / "own.zip", files))
    row = User.get(User.name == "Robot")
    assert (row.role, row.password_hash, row.deactivated_at is not None) == ("bot", "-", True)


def test_what_refers_to_nothing_is_reported(opened, tmp_path):
    files = {
        "export.json": {"format": "streamchat", "version": 9},
        "people.jsonl": b'{"id": 1, "name": "Ada", "created_at": 5}\n{"id": 1\n[]\n\xff\n' + b"x" * 17_000_000 + b"\n",
        "rooms.jsonl": {"id": 2, "kind": "?", "name": "a", "path": "messages/2.jsonl", "members": [{"person": 7}, 3]},
        "messages/2.jsonl": {
            "id": 3,
            "author": 8,
            "created_at": 6,
            "body": "é@x",
            "thread": 9,
            "reply_to": 10,
            "mentions": [{"person": 1, "places": [[1, 3], [0, 99], "?", [-1, 2]]}],
            "files": [{"name": "../x", "path": "../../etc/passwd"}],
        },
    }
    report = bring(write_zip(tmp_path / "odd.zip", files))
    assert set(report.problems) >= {
        "the export is of another version: what that has changed is not read",
        "an entry is no JSON",
        "an entry has another form than it should",
        "a text is not in UTF-8: some characters are replaced",
        "a line is too long",
        "somebody in a room is in no list of people",
        "a reply is to a message that is not in the export",
        "a file is not in the export",
    }
    assert Room.get().kind == "closed"
    assert Message.get().author.name == "Unknown 8"
    assert Membership.get().user.name == "Unknown 8"  # nobody else would see it


@pytest.mark.parametrize("content", [b"", b"no export", b"PK\x03\x04 damaged", b"\x1f\x8b damaged", b"{" * 100_000])
def test_what_is_no_export_is_refused(opened, tmp_path, content):
    file = tmp_path / "file.zip"
    file.write_bytes(content)
    with pytest.raises(importing.UnusableExportError):
        bring(file)
    db.execute_sql("SELECT 1")
