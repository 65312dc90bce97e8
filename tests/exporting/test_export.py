"""What is in an export is what the database has, in words that docs/export.md tells."""

import io
import json
import re
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

from chat import accounts, messages, rooms
from chat.exporting.contents import Writing
from chat.exporting.items import Scope
from chat.exporting.pages import room as room_pages
from chat.exporting.place import export_place
from chat.messages import delete_message, edit_message, open_thread, pin_message, react, send_message
from chat.storage.backup import OperationError
from chat.storage.database import database
from chat.storage.objects import objects
from models import File, Membership, Mention, Message, Pin, Profile, Reaction, Room, User, db
from tests.exporting import exported, lines, pages
from tests.files import upload
from tests.people import HASH, sign_in

DOCUMENT = (Path(__file__).parents[2] / "docs/export.md").read_text()
DAY = 86_400_000
KINDS = {"number": int, "text": str, "list": list, "true or false": bool, "object": dict, "null": type(None)}


def told(section: str) -> dict[str, set[type]]:
    """Read which fields a section of the document has, and of which types."""
    text = re.split(r"^#{2,3} ", DOCUMENT.split(f"### {section}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]
    return {
        field: {KINDS[kind] for kind in ([types] if types in KINDS else types.split(" or "))}
        for field, types in re.findall(r"^\| `(\w+)` \| ([a-z ]+) \|", text, re.MULTILINE)
    }


def assert_told(records, section, without=()):
    """Check that records have the fields that the document tells, no other ones, and in its order."""
    fields = {field: kinds for field, kinds in told(section).items() if field not in without}
    assert records
    for record in records:
        assert list(record) == list(fields)
        assert all(type(record[field]) in kinds for field, kinds in fields.items()), record


@pytest.fixture
async def place(ada, ben, room):
    """A small place with something of everything."""
    await accounts.change_profile(ada, "Gardener", "Europe/Berlin")
    first = await send_message(ada, room.id, "Hello @Ben, look at **this** #kitchen")
    photo = await upload(ada, room.id, b"GIF89a" + bytes(40), "cat.gif")
    again = await upload(ben, room.id, b"GIF89a" + bytes(40), "the same cat.gif")
    await send_message(ada, room.id, "", files=[photo.id])
    answer = await send_message(ben, room.id, "Nice", reply_to=first.id, files=[again.id])
    await react(ben, first.id, "👍", on=True)
    await react(ada, first.id, "👍", on=True)
    await react(ada, first.id, "🎉", on=True)
    await edit_message(ben, answer.id, "Very nice")
    await pin_message(ben, first.id)
    thread = await open_thread(ben, first.id)
    await send_message(ben, thread.id, "in the thread")
    last = await send_message(ada, thread.id, "me too", reply_to=None)
    gone = await send_message(ada, room.id, "a slip of the tongue")
    await delete_message(ada, gone.id)
    below = await open_thread(ada, answer.id)
    await send_message(ada, below.id, "below what is deleted")
    await delete_message(ben, answer.id)
    hidden = await rooms.create_room(ada, "board", "Money", "closed")
    await send_message(ada, hidden.id, "nobody else reads this")
    await rooms.archive_room(ada, hidden.id)
    direct = await rooms.open_direct(ada, [ben.id])
    await send_message(ben, direct.id, "just us")
    return {"first": first, "last": last, "hidden": hidden, "direct": direct, "answer": answer, "gone": gone}


def root_of(row):
    return row.room.root_id if row.room.kind == "thread" else None


def test_an_export_is_what_the_database_has_and_what_the_document_tells(place):
    archive = exported()
    assert_same_messages(archive)
    assert_same_people_and_rooms(archive)
    assert_as_told(archive)
    assert_links_lead_somewhere(archive)


def assert_same_messages(archive):
    for home in Room.select().where(Room.kind != "thread"):
        found, above = {line["id"]: line for line in lines(archive, f"messages/{home.id}.jsonl")}, set()
        for line in found.values():
            assert {line["thread"], line["reply_to"]} - {None} <= above  # whatever it refers to
            above.add(line["id"])
        there = Message.select().join(Room).where((Room.id == home.id) | (Room.parent == home.id))
        stored = [row for row in there if not row.deleted_at or row.thread_id]
        assert set(found) == {row.id for row in stored}
        for row in stored:
            line = found[row.id]
            assert line["author"] == row.author_id
            assert [line[name] for name in ("created_at", "edited_at", "deleted_at", "body", "reply_to")] == [
                row.created_at,
                row.edited_at,
                row.deleted_at,
                row.body,
                row.reply_to,
            ]
            assert line["thread"] == root_of(row)
            reactions = {(one["emoji"], person) for one in line["reactions"] for person in one["people"]}
            assert reactions == {(one.emoji, one.user_id) for one in Reaction.select().where(Reaction.message == row)}
            mentions = {(one["person"], " ".join(f"{a}:{b}" for a, b in one["places"])) for one in line["mentions"]}
            assert mentions == {(one.user_id, one.places) for one in Mention.select().where(Mention.message == row)}
            attached = File.select().where(File.message == row).order_by(File.position)
            assert [(one["id"], one["digest"]) for one in line["files"]] == [(f.id, f.blob.digest) for f in attached]
            for one in line["files"]:
                assert len(archive.read(one["path"])) == one["size"]
    assert json.loads(archive.read("export.json"))["messages"] == sum(
        len(lines(archive, name)) for name in archive.namelist() if name.startswith("messages/")
    )


def assert_same_people_and_rooms(archive):
    people, there = lines(archive, "people.jsonl"), list(User.select().order_by(User.id))
    assert [(line["id"], line["name"], line["email"]) for line in people] == [(u.id, u.name, u.email) for u in there]
    assert people[0]["title"] == Profile.get(Profile.user == people[0]["id"]).title
    found = lines(archive, "rooms.jsonl")
    stored = Room.select().where(Room.kind != "thread").order_by(Room.id)
    assert [line["id"] for line in found] == [row.id for row in stored]
    assert [(one["message"], one["person"]) for line in found for one in line["pins"]] == list(
        Pin.select(Pin.message, Pin.user).tuples()
    )
    for line in found:
        row = Room.get_by_id(line["id"])
        assert (line["kind"], line["name"], line["archived_at"]) == (row.kind, row.name, row.archived_at)
        members = Membership.select().where(Membership.room == row, Membership.left_at.is_null())
        assert {(one["person"], one["role"]) for one in line["members"]} == {(m.user_id, m.role) for m in members}


def assert_as_told(archive):
    assert_told([json.loads(archive.read("export.json"))], "export.json")
    assert_told(lines(archive, "people.jsonl"), "people.jsonl")
    assert_told(lines(archive, "rooms.jsonl"), "rooms.jsonl")
    found = [line for name in archive.namelist() if "messages/" in name for line in lines(archive, name)]
    of_files = set(told("messages/&lt;id&gt;.jsonl")) - set(found[0])
    assert_told(found, "messages/&lt;id&gt;.jsonl", of_files)
    files = [file for line in found for file in line["files"]]
    assert {field for file in files for field in file} - {"id"} == of_files  # the table of files, below
    for name in archive.namelist():
        shape = re.sub(r"[0-9a-f]{32}", "<digest>", name)
        shape = re.sub(r"^rooms/.*-\d+/", "rooms/<name>-<id>/", shape)
        shape = re.sub(r"\d{4}-\d\d(-\d+)?\.html", "<year>-<month>.html", shape)
        shape = re.sub(r"^messages/\d+", "messages/<id>", re.sub(r"(?<=>/)[^<>]*gif$", "<name>", shape))
        assert f"| `{shape}` |" in DOCUMENT, name


async def test_nothing_secret_is_in_it_and_in_that_of_a_room_nothing_else(place, ada, room, new_user):
    new_user("Stranger")
    Membership.delete().where(Membership.user == User.get(User.name == "Stranger")).execute()
    User.update(password_hash=HASH).execute()
    await sign_in(ada.id)
    await accounts.create_api_token(await sign_in(ada.id), "robot")
    secrets = {HASH, *(row[0] for row in db.execute_sql("SELECT token_hash FROM session").fetchall())}
    for archive in (exported(), exported(kind="room", room_ids=(room.id,))):
        text = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
        assert not [secret for secret in secrets if secret in text]
        assert "password" not in text
    assert [line["id"] for line in lines(archive, "rooms.jsonl")] == [room.id]
    assert [line["name"] for line in lines(archive, "people.jsonl")] == ["Ada", "Ben"]
    for other in ("@example.com", "nobody else reads this", "just us"):
        assert other not in text


def test_threads_stay_whole_in_a_part_of_the_time(place, room):
    first, last, answer = (place[name].id for name in ("first", "last", "answer"))
    Message.update(created_at=5 * DAY).execute()
    Message.update(created_at=3 * DAY).where(Message.id == first).execute()
    Message.update(created_at=7 * DAY).where(Message.id == last).execute()

    def bodies(**scope):
        return {line["body"] for line in lines(exported(**scope), f"messages/{room.id}.jsonl")}

    assert bodies(begins=7 * DAY) == {Message.get_by_id(first).body, "in the thread", "me too"}
    assert "me too" in bodies(ends=4 * DAY)
    assert bodies(begins=8 * DAY) == set()
    assert bodies(begins=5 * DAY, ends=5 * DAY + 1) == bodies()
    assert answer


def assert_links_lead_somewhere(archive):
    names = set(archive.namelist())
    for path, html in pages(archive).items():
        for link in re.findall(r'(?:href|src)="?([^" >#]+)', html):
            parts = []
            for part in (PurePosixPath(path).parent / link.replace("%20", " ").replace("%2C", ",")).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in names, f"{link} on {path}"
    month = next(html for path, html in pages(archive).items() if re.search(r"kitchen-\d+/\d{4}-", path))
    for words in ("<strong>this</strong>", "@Ben", "This message was deleted.", "👍 2", "in the thread", "cat.gif"):
        assert words in month


def test_a_busy_month_goes_on_on_another_page(place, ada, room, monkeypatch):
    monkeypatch.setattr(room_pages, "MAX_MESSAGES", 2)
    drawn = {path.split("/")[-1]: html for path, html in pages(exported()).items() if "/kitchen-" in path}
    months = sorted(name for name in drawn if name != "index.html")
    assert len(months) == 3
    first, second = months[-1], months[0]  # "-2" sorts before ".html"
    assert f'rel="next" href="{second}"' in drawn[first]
    assert f'rel="prev" href="{first}"' in drawn[second]
    assert "another message" in drawn[second]
    assert all(name in drawn["index.html"] for name in months)
    shown = re.findall(r'id="m(\d+)"', "".join(drawn.values()))
    assert len(shown) == len(set(shown)) == len(lines(exported(), f"messages/{room.id}.jsonl"))


def test_replies_of_another_day_say_so_and_each_day_has_one_heading(place):
    at = 1_600_000_000_000  # 13 September 2020, 12:26
    Message.update(created_at=at).where(Message.room == place["first"].room_id).execute()
    Message.update(created_at=at + 2 * DAY).where(Message.body.in_(("in the thread", "me too"))).execute()
    text = next(html for path, html in pages(exported()).items() if path.endswith("2020-09.html"))
    assert re.findall(r'class="day">([^<]+)<', text) == ["Sunday, 13 September 2020"]
    times = re.findall(r"<time [^>]*>([^<]+)<", text)
    assert times[:4] == ["12:26", "15 September 2020, 12:26", "15 September 2020, 12:26", "12:26"]


def test_the_command_line_writes_all_or_nothing(place, database_url, tmp_path, monkeypatch):
    database.close()  # a subcommand is a program of its own
    db.close()
    where = (str(tmp_path / "files"), tmp_path)
    said = export_place(database_url, where, tmp_path / "out.zip", {"--room": ("#Kitchen",)}, "")
    assert "1 rooms, 1 files" in said
    for values, complaint in (
        ({"--room": ("cellar",)}, 'there is no room "cellar"'),
        ({"--from": ("yesterday",)}, '--from: "yesterday" is not a day like 2026-01-31'),
        ({"--from": ("2026-12-01",), "--to": ("2026-01-01",)}, "--from 2026-12-01 is after --to 2026-01-01"),
        ({}, "already exists"),
    ):
        file = tmp_path / ("out.zip" if complaint == "already exists" else "other.zip")
        with pytest.raises(OperationError, match=re.escape(complaint)):
            export_place(database_url, where, file, values, "")
    with pytest.raises(OperationError, match=f"^export: cannot write to {tmp_path}/no: No such file or directory$"):
        export_place(database_url, where, tmp_path / "no/out.zip", {}, "")
    with monkeypatch.context() as broken:
        broken.setattr(messages.unchecked, "walk", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            export_place(database_url, where, tmp_path / "other.zip", {}, "")
    assert sorted(path.name for path in tmp_path.glob("*other*")) == []
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == ["out.zip"]
    database.open(database_url, migrates=False)
    archive = exported()
    assert sum(name.startswith("files/") for name in archive.namelist()) == 1  # equal ones are in it once
    objects.remove([stored.key for stored in objects.list("blobs")])
    [missing] = json.loads(exported().read("export.json"))["missing_files"]
    assert missing.endswith("/cat.gif")


async def test_a_file_that_is_deleted_meanwhile_is_missing_and_no_other_one_takes_its_place(ada, ben, room):
    direct = await rooms.open_direct(ben, [ben.id])
    photo = await upload(ada, room.id, b"shown to all", "shown.txt")
    sent = await send_message(ada, room.id, "", files=[photo.id])
    written = io.BytesIO()
    with Writing(Scope(kind="room", room_ids=(room.id,)), written, None, lambda _: None) as writing:
        database.read_now(writing.write_rows)
        await delete_message(ada, sent.id)
        private = await upload(ben, direct.id, b"nobody else reads this", "private.txt")
        File.update(id=photo.id).where(File.id == private.id).execute()  # as SQLite does by itself
        writing.finish()
    archive = ZipFile(written)
    assert b"nobody else" not in b"".join(archive.read(name) for name in archive.namelist())
    assert len(json.loads(archive.read("export.json"))["missing_files"]) == 1
