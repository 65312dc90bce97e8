"""Exports that somebody downloads: of a room, by its managers, and of one's own data."""

import asyncio
import io
import json
import os
import threading
from zipfile import ZipFile

import pytest
from nicegui.testing import User as Visitor

from chat import exporting, rooms
from chat.errors import Forbidden, NotFound, TooMany, Unavailable
from chat.exporting import downloads, growing
from chat.exporting.items import Scope
from chat.messages import open_thread, react, save_message, send_message
from chat.storage.objects import objects
from models import AuditEntry, Membership, Room, db
from tests.exporting import lines, pages
from tests.exporting.test_export import assert_told
from tests.files import upload
from tests.page_client import alert, content, log_in, log_in_as_administrator, person, post


async def test_ones_own_data_is_all_that_is_ones_own_and_nobody_elses(ada, ben, room):
    theirs = await send_message(ben, room.id, "first line of Ben\nand what follows")
    photo = await upload(ada, room.id, b"GIF89a" + bytes(40), "cat.gif")
    mine = await send_message(ada, room.id, "look at this", reply_to=theirs.id, files=[photo.id])
    thread = await open_thread(ben, theirs.id)
    await send_message(ada, thread.id, "in a thread")
    await save_message(ada, theirs.id)
    await react(ada, theirs.id, "👍", on=True)
    left = await rooms.create_room(ben, "board", kind="closed")
    await rooms.add_member(ben, left.id, ada.id)
    await send_message(ada, left.id, "not mine to see any more")
    await rooms.remove_member(ben, left.id, ada.id)
    await rooms.leave_room(ada, room.id)  # which is open
    begun = await exporting.export_own(ada, "https://chat.example")
    archive = ZipFile(io.BytesIO(b"".join([piece async for piece in begun.pieces])))
    assert [line["body"] for line in lines(archive, f"messages/{room.id}.jsonl")] == ["look at this", "in a thread"]
    assert [line["id"] for line in lines(archive, "rooms.jsonl")] == [room.id]
    assert lines(archive, "saved.jsonl") == [{"message": theirs.id, "room": room.id, "thread": None}]
    [reaction] = lines(archive, "reactions.jsonl")
    assert (reaction["message"], reaction["emoji"]) == (theirs.id, "👍")
    text = "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert "and what follows" not in text
    assert "not mine to see any more" not in text
    month = next(html for path, html in pages(archive).items() if "index" not in path)
    for words in ("first line of Ben", f"https://chat.example/rooms/{room.id}/@{mine.id}", "In a thread", "cat.gif"):
        assert words in month
    assert json.loads(archive.read("me.json"))["email"] == "ada@example.com"
    assert_told([json.loads(archive.read("me.json"))], "me.json")
    assert_told(lines(archive, "saved.jsonl"), "saved.jsonl")


async def anyone() -> None:
    """Stand for the question whether somebody still may: they may."""


async def test_whoever_is_removed_meanwhile_gets_no_more(ada, ben, room, monkeypatch):
    closed = await rooms.create_room(ada, "board", kind="closed")
    await rooms.add_member(ada, closed.id, ben.id)
    await rooms.set_member_role(ada, closed.id, ben.id, "manager")
    go_on = threading.Event()
    monkeypatch.setattr(
        downloads, "_make", lambda _, growing: growing.write(b"PK") and go_on.wait(20) and growing.write(b"secret")
    )
    await send_message(ben, closed.id, "mine")
    for export in (exporting.export_room(ben, closed.id), exporting.export_own(ben)):
        begun = await export
        assert await anext(begun.pieces) == b"PK"
        await rooms.remove_member(ada, closed.id, ben.id)
        go_on.set()
        with pytest.raises(NotFound):
            await anext(begun.pieces)
        go_on.clear()
        await rooms.add_member(ada, closed.id, ben.id)
    begun = await exporting.export_room(ada, closed.id)
    assert await anext(begun.pieces) == b"PK"
    await rooms.set_member_role(ada, closed.id, ben.id, "manager")
    await rooms.set_member_role(ben, closed.id, ada.id, "member")
    go_on.set()
    with pytest.raises(Forbidden):
        await anext(begun.pieces)


async def test_one_at_a_time_for_each_and_two_in_all(ada, ben, room, monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(downloads, "_make", lambda _, growing: growing.write(b"PK") and go_on.wait(20))
    scope = Scope(kind="room", room_ids=(room.id,))
    first = downloads.begin(scope, ada.id, anyone)
    assert await anext(first) == b"PK"
    with pytest.raises(TooMany, match="An export of yours"):
        await exporting.export_own(ada)
    second = downloads.begin(scope, ben.id, anyone)
    with pytest.raises(TooMany, match="Others are exporting"):
        downloads.check(99)
    go_on.set()
    assert [piece async for piece in first] == []
    assert [piece async for piece in second] == [b"PK"]
    downloads.check(ada.id)


async def test_whoever_stops_reading_ends_it_and_what_fails_breaks_off(ada, room, monkeypatch, caplog):
    ended = threading.Event()

    def endless(_scope, growing):
        try:
            while True:
                growing.write(b"x" * 1000)
        finally:
            ended.set()

    monkeypatch.setattr(downloads, "_make", endless)
    pieces = downloads.begin(Scope(kind="room", room_ids=(room.id,)), ada.id, anyone)
    await anext(pieces)
    await pieces.aclose()
    assert ended.is_set()
    assert not caplog.records
    monkeypatch.setattr(downloads, "_make", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await anext(downloads.begin(Scope(kind="room", room_ids=(room.id,)), ada.id, anyone))
    assert "an export broke off" in caplog.text


async def test_files_wait_for_a_slow_reader_and_what_was_read_is_off_the_disk(room, ada, ben, monkeypatch):
    for name, value in (("AHEAD", 3000), ("SEGMENT", 2000), ("PIECE", 500)):
        monkeypatch.setattr(growing, name, value)

    def make(_scope, file):
        file.write(b"r" * 5000)  # the rows wait for nobody
        file.waits = True
        for _ in range(100):
            file.write(b"f" * 1000)
            with file._changed:
                size = sum(os.fstat(one.fileno()).st_size for _, one in file._segments)
                most.append((file.size - file.taken, size))

    most = []
    monkeypatch.setattr(downloads, "_make", make)
    first = downloads.begin(Scope(kind="room", room_ids=(room.id,)), ada.id, anyone)
    read = [await anext(first)]
    while not downloads._making[ada.id].is_waiting:  # noqa: ASYNC110 (a thread sets it)
        await asyncio.sleep(0)
    downloads._making[0] = downloads._making[ada.id]  # others may export while two wait
    downloads.check(ben.id)
    del downloads._making[0]
    read += [piece async for piece in first]
    assert b"".join(read) == b"r" * 5000 + b"f" * 100_000
    assert max(ahead for ahead, _ in most) <= 4000
    assert max(size for _, size in most[10:]) <= 8000
    monkeypatch.setattr(growing, "LONGEST", 0.0)
    stalled = growing.Growing(str(objects.incoming))
    stalled.waits = True
    stalled.write(b"f" * 4000)
    with pytest.raises(TimeoutError):
        stalled.write(b"f")
    stalled.close()
    monkeypatch.setattr(growing, "RESERVE", 1 << 62)
    with pytest.raises(Unavailable, match="too little space"):
        await exporting.export_own(ada)
    downloads.check(ada.id)


async def test_managers_download_a_room_in_its_settings_and_the_audit_log_tells(visitor: Visitor):
    await log_in(visitor)
    refused = await post(visitor, "/rooms/1/settings/export")
    assert refused.status_code == 403
    with db.connection_context():
        Membership.update(role="manager").where(Membership.user == person("Adam")).execute()
    assert ">Export</button>" in await content(visitor, "/rooms/1/settings")
    sent = await post(visitor, "/rooms/1/settings/export")
    assert sent.headers["content-type"] == "application/zip"
    assert sent.headers["content-disposition"] == 'attachment; filename="weekend-plans.zip"'
    archive = ZipFile(io.BytesIO(sent.content))
    assert archive.testzip() is None
    assert "@streamchat.io" not in b"".join(map(archive.read, archive.namelist())).decode()
    with db.connection_context():
        Room.update(kind="closed").where(Room.id == 1).execute()
    await post(visitor, "/rooms/1/settings/export")
    with db.connection_context():
        assert [entry.room_id for entry in AuditEntry.select()] == [1, None]
    mine = await post(visitor, "/settings/download")
    assert json.loads(ZipFile(io.BytesIO(mine.content)).read("me.json"))["email"] == "adam@streamchat.io"
    for _ in range(4):
        again = await post(visitor, "/settings/download")
    assert again.status_code == 429
    assert "Try again in" in alert(again)
    await log_in_as_administrator(visitor)
    log = await content(visitor, "/admin/log")
    assert "exported a closed room" in " ".join(log.split())
