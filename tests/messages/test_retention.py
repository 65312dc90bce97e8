"""Messages that are not kept: for how long, what goes with them, and what whoever was away makes of it."""

import pytest

from chat import messages, rooms
from chat.errors import Forbidden, Invalid, NotFound, Unconfirmed
from chat.messages import delete_what_is_not_kept, edit_message, old_messages, open_thread, send_message
from chat.messages.commands import retention, upkeep
from chat.messages.events import MessageDeleted, ThreadChanged, VersionsForgotten
from chat.messages.items import Retention
from chat.messages.old_messages import PURGED_AFTER_MS
from chat.messages.retention import DAY_MS
from chat.messages.versions import VersionItem
from chat.storage.database import database
from chat.storage.settings import setting
from models import (
    AuditEntry,
    Blob,
    File,
    Mention,
    Message,
    MessageVersion,
    Reaction,
    Room,
    SavedMessage,
    Setting,
    User,
    db,
    now_ms,
)
from tests.files import kept, upload


@pytest.fixture
def boss(ada):
    User.update(role="administrator").where(User.id == ada.id).execute()
    return ada


def age(message, days):
    Message.update(created_at=now_ms() - days * DAY_MS).where(Message.id == message.id).execute()


def bodies(who, room):
    return [message.body for message in messages.newest_messages(who, room.id).messages]


def noting(do, name, names):
    def note(*args):
        names.append(name)
        return do(*args)

    return note


async def look_again():
    """Have an hour go by."""
    Setting.update(value="0 0").where(Setting.name == upkeep.SETTING).execute()
    await delete_what_is_not_kept()


async def test_what_is_too_old_goes_with_all_that_is_its_own(boss, ben, room, published):
    picture = await upload(boss, room.id)
    old = await send_message(boss, room.id, "to @Ben", files=[picture.id])
    await messages.react(ben, old.id, "👍", on=True)
    await messages.save_message(ben, old.id)
    new = await send_message(boss, room.id, "an answer", reply_to=old.id)
    age(old, 31)
    age(new, 29)
    before = messages.newest_messages(ben, room.id).revision
    published.clear()
    await messages.set_place_retention(boss, "30")
    await delete_what_is_not_kept()
    assert bodies(ben, room) == ["an answer"]
    assert [table.select().count() for table in (Mention, Reaction, SavedMessage, File, Blob)] == [0] * 5
    assert (kept(), Message.get(Message.id == old.id).body) == ({}, "")
    deleted = [event for event in published if isinstance(event, MessageDeleted)]
    assert [(event.message.id, event.mentioned_before) for event in deleted] == [(old.id, (ben.id,))]
    missed = messages.changes_since(ben, room.id, before)
    assert [item.id for item in missed.deleted] == [old.id]
    assert messages.newest_messages(ben, room.id).messages[0].reply_to.author is None


async def test_rooms_may_keep_less_but_never_longer(boss, ben, room, new_room):
    garden = new_room("garden")
    with pytest.raises(Forbidden):
        await messages.set_room_retention(ben, room.id, 7)
    for days in ("0", "-1", "1.5", "x", "١", "9" * 30, True):
        with pytest.raises(Invalid):
            await messages.set_room_retention(boss, room.id, days)
    await messages.set_room_retention(boss, room.id, 40)  # there is no rule of the place
    await messages.set_place_retention(boss, 30)
    assert messages.retention(ben, room.id) == Retention(30, 40)
    assert messages.retention(ben, room.id).days == messages.retention(ben, garden.id).days == 30
    with pytest.raises(Invalid, match="30 days"):
        await messages.set_room_retention(boss, garden.id, 31)
    await messages.set_room_retention(boss, garden.id, 7)
    here, there = [await send_message(ben, place.id, "hello") for place in (room, garden)]
    age(here, 8)
    age(there, 8)
    await delete_what_is_not_kept()
    assert (bodies(ben, room), bodies(ben, garden)) == (["hello"], [])
    noted = [(row.action, row.room_id, row.detail) for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert noted[1:] == [("retention", None, "30 days"), ("room-retention", garden.id, "7 days")]


async def test_whoever_is_not_sure_is_told_how_many_go(boss, room, monkeypatch):
    done = []
    for holder, name in ((retention, "_count"), (database, "write")):
        monkeypatch.setattr(holder, name, noting(getattr(holder, name), name, done))
    age(await send_message(boss, room.id, "old"), 3)
    for choose in (
        messages.set_place_retention,
        lambda who, days, **how: messages.set_room_retention(who, room.id, days, **how),
    ):
        with pytest.raises(Unconfirmed, match=r"1 message[.,]"):
            await choose(boss, 2, is_sure=False)
        assert done[-2:] == ["_count", "write"]  # nobody else's change waits for it
        await choose(boss, 4, is_sure=False)
    assert messages.retention(boss, room.id) == Retention(4, 4)


async def test_replies_go_by_their_own_age_and_the_message_above_with_the_last(boss, ben, room, new_room, published):
    root = await send_message(boss, room.id, "who?")
    thread = await open_thread(ben, root.id)
    reply = await send_message(ben, thread.id, "I do")
    age(root, 31)
    age(reply, 3)
    await messages.set_place_retention(boss, 30)
    await delete_what_is_not_kept()
    assert (bodies(ben, room), bodies(ben, thread)) == ([""], ["I do"])
    age(reply, 32)
    published.clear()
    await look_again()
    assert (bodies(ben, room), bodies(ben, thread)) == ([], [])
    assert [type(event) for event in published] == [MessageDeleted, ThreadChanged]
    assert messages.newest_messages(ben, room.id).revision == published[1].message.revision
    Message.update(deleted_at=now_ms() - PURGED_AFTER_MS - 1).execute()
    last = await send_message(ben, room.id, "later")
    await look_again()
    await look_again()
    assert [row.id for row in Message.select().order_by(Message.id)] == [root.id, last.id]
    assert new_room("cellar").id > thread.id  # SQLite would give it the thread's, with its drafts and open pages
    await look_again()
    assert [row.id for row in Message.select()] == [last.id]
    with pytest.raises(NotFound):
        rooms.room(ben, thread.id)


async def test_rows_of_the_deleted_go_later_and_who_was_away_since_reads_anew(boss, ben, room):
    sent = [await send_message(boss, room.id, text) for text in ("one", "two", "three")]
    answer = await send_message(ben, room.id, "to two", reply_to=sent[1].id)
    for each in sent:
        age(each, 31)
    await messages.set_place_retention(boss, 30)
    await delete_what_is_not_kept()
    at = messages.newest_messages(ben, room.id).revision
    Message.update(deleted_at=now_ms() - PURGED_AFTER_MS - 1).where(Message.deleted_at.is_null(False)).execute()
    assert rooms.unread(ben)[0].count == 0
    await look_again()
    assert [row.id for row in Message.select()] == [answer.id]
    assert messages.newest_messages(ben, room.id).messages[0].reply_to.author is None
    assert messages.changes_since(ben, room.id, at - 1) is None
    assert messages.changes_since(ben, room.id, at).revision == at
    age(answer, 31)
    Message.update(deleted_at=1, body="").where(Message.id == answer.id).execute()
    await look_again()
    assert Message.get().id == answer.id  # SQLite would give its id to the next one
    assert (await send_message(boss, room.id, "next")).id > answer.id
    assert rooms.unread(ben)[0].count == 1


async def test_whoever_is_to_be_reminded_of_what_was_not_kept_is_told_so(boss, ben, room):
    old, _ = [await send_message(boss, room.id, text) for text in ("old", "new")]
    await messages.remind_of(ben, old.id, "1-hour")
    age(old, 31)
    await messages.set_place_retention(boss, 30)
    await delete_what_is_not_kept()
    Message.update(deleted_at=1).where(Message.id == old.id).execute()
    await look_again()
    SavedMessage.update(remind_at=1).execute()
    await messages.send_due_reminders("")
    assert "can no longer see" in Message.select().order_by(Message.id.desc()).first().body
    await look_again()
    assert not Message.select().where(Message.id == old.id).exists()


async def test_a_look_goes_on_where_it_was_and_is_of_one_process(boss, room, monkeypatch):
    monkeypatch.setattr(upkeep, "SECONDS", 0)
    monkeypatch.setattr(old_messages, "AT_ONCE", 2)
    sent = [await send_message(boss, room.id, f"{n}") for n in range(5)]
    for each in sent:
        age(each, 31)
    await messages.set_place_retention(boss, 30)
    await delete_what_is_not_kept()
    assert (bodies(boss, room), setting(upkeep.SETTING)) == (["2", "3", "4"], f"0 {sent[1].id}")
    claimed = upkeep._claim()
    await delete_what_is_not_kept()  # another process has it
    assert bodies(boss, room) == ["2", "3", "4"]
    upkeep._give_back(*claimed)
    for _ in range(2):
        await delete_what_is_not_kept()
    assert (bodies(boss, room), upkeep._due_after()) == ([], None)
    await messages.set_place_retention(boss, 20)
    upkeep._give_back("another value", None)  # what was chosen meanwhile is looked at from the beginning
    assert setting(upkeep.SETTING) == "0 0"
    await messages.set_place_retention(boss, None)
    await delete_what_is_not_kept()
    assert setting(upkeep.SETTING) is None


async def test_edits_keep_nothing_until_it_is_turned_on_and_nothing_once_it_is_off(boss, ben, room, published):
    message = await send_message(boss, room.id, "one")
    await edit_message(boss, message.id, "two")
    await messages.set_edit_history(boss, on=True)
    second = await edit_message(boss, message.id, "three")
    third = await edit_message(boss, message.id, "four")
    assert (third.has_versions, message.has_versions) == (True, False)
    two = MessageVersion.select().order_by(MessageVersion.id).first()
    assert messages.versions(ben, message.id) == [
        VersionItem("four", third.edited_at),
        VersionItem("three", second.edited_at),
        VersionItem("two", two.written_at),
    ]
    with pytest.raises(Unconfirmed, match=r"1 message[.,]"):
        await messages.set_edit_history(boss, on=False, is_sure=False)
    await messages.set_edit_history(boss, on=False)
    assert len(messages.versions(ben, message.id)) == 1
    published.clear()
    await delete_what_is_not_kept()
    assert (MessageVersion.select().count(), [type(event) for event in published]) == (0, [VersionsForgotten])
    assert messages.newest_messages(ben, room.id).messages == (published[0].message,)
    assert [(row.action, row.detail) for row in AuditEntry.select()] == [
        ("edit-history", "on"),
        ("edit-history", "off"),
    ]


async def test_former_texts_go_with_their_message(boss, ben, room):
    await messages.set_edit_history(boss, on=True)
    message = await send_message(boss, room.id, "one")
    await edit_message(boss, message.id, "two")
    Room.update(kind="closed").where(Room.id == room.id).execute()
    assert len(messages.versions(ben, message.id)) == 2
    await rooms.leave_room(ben, room.id)
    with pytest.raises(NotFound):
        messages.versions(ben, message.id)
    await messages.delete_message(boss, message.id)
    assert MessageVersion.select().count() == 0
    with pytest.raises(NotFound):
        messages.versions(boss, message.id)


@pytest.mark.sqlite("its own file")
async def test_nothing_of_a_deleted_text_stays_in_the_file(boss, room, tmp_path):
    await messages.set_edit_history(boss, on=True)
    long = await send_message(boss, room.id, "a-secret-word " * 250)
    message = await send_message(boss, room.id, "first a-secret-word")
    await edit_message(boss, message.id, "then a-secret-word")
    for each in (long, message):
        await messages.delete_message(boss, each.id)
    for table in db.get_tables():
        if table.startswith("search"):  # its index forgets a moment later
            db.execute_sql(f'DELETE FROM "{table}"')
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    found = b"".join(path.read_bytes() for path in tmp_path.glob("streamchat.db*"))
    assert b"a-secret-word" not in found
