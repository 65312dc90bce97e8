"""Lists of what was sent in a room: pictures, files and links, whose, when, and for whom."""

import io

import pytest
from PIL import Image

from chat import files, messages
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.files.items import EVERYTHING, Sought
from chat.messages.shared_links import _of_room
from chat.rooms.items import RoomItem
from chat.web.pages import room_files
from models import File, Membership, Message, Room, db
from tests.files import upload

DAY = 24 * 3600 * 1000


def picture(color: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9), color).save(buffer, "PNG")
    return buffer.getvalue()


async def send(who: UserItem, room_id: int, *sent: tuple[str, bytes]) -> int:
    ids = [(await upload(who, room_id, data, name)).id for name, data in sent]
    return (await messages.send_message(who, room_id, "look", files=ids)).id


def names(who: UserItem, room_id: int, sought: Sought = EVERYTHING, *, are_pictures: bool = False) -> list[str]:
    page = files.shared_files(who, room_id, are_pictures=are_pictures, sought=sought)
    return [shared.file.name for shared in page.files]


async def test_pictures_and_files_are_listed_by_person_and_day(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await send(ada, room.id, ("red.png", picture("red")), ("a.txt", b"a"))
    root = await send(ben, room.id, ("b.txt", b"b"))
    thread = await messages.open_thread(ada, root)
    reply = await messages.send_message(ben, thread.id, "too", files=[(await upload(ben, thread.id, b"c", "c.txt")).id])
    await upload(ben, room.id, b"not sent", "d.txt")
    assert names(ada, room.id) == ["c.txt", "b.txt", "a.txt"]
    assert names(ada, room.id, are_pictures=True) == ["red.png"]
    assert names(ada, room.id, Sought(ada.id)) == ["a.txt"]
    assert [who.id for who in files.sharers(ben, room.id, are_pictures=False)] == [ada.id, ben.id]
    File.update(created_at=5 * DAY).where(File.name == "b.txt").execute()
    assert names(ada, room.id, Sought(since=5 * DAY, until=6 * DAY)) == ["b.txt"]
    await messages.delete_message(ben, reply.id)
    assert names(ada, room.id) == ["b.txt", "a.txt"]
    Room.update(kind="closed").where(Room.id == room.id).execute()
    Membership.update(left_at=1).where(Membership.user == ben.id).execute()
    with pytest.raises(NotFound):
        names(ben, room.id)


async def test_pages_follow_each_other_whatever_comes_and_goes(ada: UserItem, room: RoomItem) -> None:
    for number in range(4):
        await send(ada, room.id, (f"{number}a", b"1"), (f"{number}b", b"2"))
    first = files.shared_files(ada, room.id, are_pictures=False, limit=3)
    assert [shared.file.name for shared in first.files] == ["3b", "3a", "2b"]
    await messages.delete_message(ada, first.files[2].message_id)
    second = files.shared_files(ada, room.id, are_pictures=False, limit=3, before=first.next)
    assert [shared.file.name for shared in second.files] == ["1b", "1a", "0b"]
    for hostile in ("", "x", "1", "-1-2", "9" * 30, "1-1-1"):
        assert files.shared_files(ada, room.id, are_pictures=False, limit=3, before=hostile).next


async def test_messages_with_links_are_listed(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    first = await messages.send_message(ada, room.id, "see https://example.com/1")
    await messages.send_message(ada, room.id, "nothing here")
    second = await messages.send_message(ben, room.id, "and [this](https://example.com/2)")
    page = messages.messages_with_links(ada, room.id, limit=1)
    assert ([message.id for message in page.messages], page.more) == ([second.id], True)
    page_of_second = page.messages
    page = messages.messages_with_links(ada, room.id, before=second.id)
    assert ([message.id for message in page.messages], page.more) == ([first.id], False)
    assert messages.messages_with_links(ada, room.id, Sought(ben.id)).messages == page_of_second
    assert messages.people_with_links(ben, room.id) == [ada, ben]
    await messages.delete_message(ben, second.id)
    assert [message.id for message in messages.messages_with_links(ada, room.id).messages] == [first.id]
    thread = await messages.open_thread(ben, first.id)
    reply = await messages.send_message(ben, thread.id, "or https://example.com/3")
    assert [message.id for message in messages.messages_with_links(ada, room.id).messages] == [reply.id, first.id]
    assert [message.id for message in messages.messages_with_links(ada, thread.id).messages] == [reply.id]


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "0001-01-01", "x", ""])
def test_any_day_can_be_asked_for(day: str) -> None:
    sought = room_files.Asked.of({"from": day, "to": day}).sought
    assert (sought.until > 0) == (day != "0001-01-01")


@pytest.mark.sqlite("its own plans of queries")
def test_indexes_have_all_that_lists_are_chosen_by(opened: None) -> None:
    mine = (File.home_id == 1) & (File.is_picture == False) & File.message.is_null(False) & (File.owner == 1)  # noqa: E712
    chosen = File.select(File.message, File.id).where(mine).order_by(File.message.desc(), File.id.desc())
    assert "COVERING INDEX file_home_id" in plan(chosen)

    linked = Message.select(Message.id).where(_of_room(Room(id=1)), (Message.author + 0) == 1)
    assert "INDEX message_with_link" in plan(linked.order_by(Message.id.desc()))


def plan(query: object) -> str:
    sql, values = query.sql()  # type: ignore[attr-defined]
    return "\n".join(row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values))


def test_days_between_which_there_is_none_are_told() -> None:
    asked = {"from": "2026-12-01", "to": "2026-01-01"}
    assert room_files.Asked.of(asked).nothing == "Since is after Until: no day is between them. Try other days."
    assert room_files.Asked.of({**asked, "to": "2026-12-01"}).nothing.startswith("Nothing found.")
