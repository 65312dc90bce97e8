"""The last message of each room that somebody is in."""

from collections.abc import Callable

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.messages.items import LastMessage
from chat.messages.last_messages import MAX_TEXT
from chat.rooms.items import RoomItem
from tests.files import upload
from tests.statements import cost_of


def told(actor: UserItem, room_ids: list[int] | None = None) -> dict[int, str]:
    return {last.room_id: last.text for last in messages.last_messages(actor, room_ids)}


async def test_it_is_the_newest_that_is_not_deleted(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    assert told(ada) == {}
    await messages.send_message(ada, room.id, "first")
    second = await messages.send_message(ben, room.id, "second")
    assert messages.last_messages(ada) == [LastMessage(room.id, ben.id, ben.name, "second", second.created_at)]
    await messages.delete_message(ben, second.id)
    assert told(ada) == {room.id: "first"}


async def test_each_is_one_line(ada: UserItem, room: RoomItem) -> None:
    await messages.send_message(ada, room.id, "first\n\n\tsecond   third")
    assert told(ada) == {room.id: "first second third"}


async def test_one_without_a_text_is_known_by_its_files(ada: UserItem, room: RoomItem) -> None:
    sent = [await upload(ada, room.id, b"\x89PNG", name) for name in ("cat.png", "dog.png")]
    await messages.send_message(ada, room.id, "", files=[file.id for file in sent])
    assert told(ada) == {room.id: "File: cat.png and 1 more"}


async def test_long_ones_are_cut(ada: UserItem, room: RoomItem) -> None:
    await messages.send_message(ada, room.id, "ä" * 3000)
    assert told(ada) == {room.id: "ä" * MAX_TEXT}


async def test_of_rooms_that_one_is_in_alone(
    ada: UserItem, ben: UserItem, new_room: Callable[[str], RoomItem], room: RoomItem
) -> None:
    other = new_room("elsewhere")
    for each in (room, other):
        await messages.send_message(ben, each.id, f"in {each.name}")
    assert told(ada) == {room.id: f"in {room.name}", other.id: "in elsewhere"}
    assert told(ada, [other.id]) == {other.id: "in elsewhere"}
    assert told(ada, []) == {}
    await rooms.leave_room(ada, other.id)
    assert told(ada) == {room.id: f"in {room.name}"}
    assert told(ada, [other.id]) == {}


async def test_one_statement_reads_them_all(ada: UserItem, new_room: Callable[[str], RoomItem], room: RoomItem) -> None:
    for each in (room, new_room("elsewhere"), new_room("nowhere")):
        await messages.send_message(ada, each.id, "hello")
    assert cost_of(messages.last_messages, ada) == 1
