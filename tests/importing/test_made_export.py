"""The export that measurements are made with, small: it comes whole, is found, opened and exported again."""

from bench.slack_export import write_export
from chat import importing, search
from chat.accounts import user_item
from chat.messages import messages_around
from chat.storage.database import database
from models import Message, Room, User
from tests.exporting import exported, lines

MESSAGES = 160


async def test_what_comes_is_found_opened_and_exported_again(opened, tmp_path):
    write_export(tmp_path / "e.zip", MESSAGES)
    report = importing.import_export(tmp_path / "e.zip", None, is_dry=False, tell=lambda _: None)[1]
    came = report.came
    assert (came["messages"] + came["replies in threads"], came["files"]) == (MESSAGES, 2)
    times = [at for (at,) in Message.select(Message.created_at).order_by(Message.id).tuples()]
    assert times == sorted(times)
    User.update(deactivated_at=None).execute()
    await search.index_messages(1)
    old = Message.select().join(Room).where(Room.name == "general").order_by(Message.id).get()
    viewer = user_item(User.get(User.email == "adam.1@example.com"))
    found = await database.read(search.search, viewer, f'"{" ".join(old.body.split()[1:4])}" in:general')
    assert old.id in [item.message.id for item in found.items]
    page = await database.read(messages_around, viewer, old.room_id, old.id)
    assert old.id in [item.id for item in page.messages]
    archive = exported()
    written = [line for room in lines(archive, "rooms.jsonl") for line in lines(archive, room["path"])]
    assert len(written) == MESSAGES
    assert sum(len(line["files"]) for line in written) == came["files"]
