"""What many viewers of a room read at once is read once; each was checked on entering (tests/web/test_audiences.py)."""

import asyncio
from collections.abc import Callable

import pytest

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.messages.items import MessageChanges
from chat.rooms.items import RoomItem
from chat.web.pages.rooms.reading import Reader, drawn_room_list
from chat.web.viewer import Viewer
from tests.people import sign_in
from tests.statements import cost_of


async def viewers_of(people: list[UserItem]) -> list[Viewer]:
    return [Viewer(await sign_in(person.id), lambda: None) for person in people]


async def test_many_who_reconnect_at_once_share_one_read(
    ada: UserItem, room: RoomItem, new_user: Callable[[str], UserItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await messages.send_message(ada, room.id, "hello")
    viewers = await viewers_of([ada, *(new_user(f"Person{number}") for number in range(9))])
    read, reads = messages.unchecked.changes_since, []

    def counted(room_id: int, revision: int) -> MessageChanges | None:
        reads.append(revision)
        return read(room_id, revision)

    monkeypatch.setattr(messages.unchecked, "changes_since", counted)
    asked = (Reader(viewer).changes(room.id, 0) for viewer in viewers)
    seen = await asyncio.gather(*asked)
    assert reads == [0]
    assert all(changes.created == [message] for changes in seen)


async def test_a_room_that_is_not_there_is_not_found(ada: UserItem) -> None:
    [viewer] = await viewers_of([ada])
    reader = Reader(viewer)
    for read in (reader.changes(7, 0), reader.changes(7, None), reader.page(messages.messages_before, 7, 1)):
        with pytest.raises(NotFound):
            await read


async def test_the_number_of_queries_does_not_grow_with_rooms(
    ada: UserItem,
    ben: UserItem,
    room: RoomItem,
    new_user: Callable[[str], UserItem],
    new_room: Callable[[str], RoomItem],
) -> None:
    await messages.send_message(ben, room.id, "hello")
    direct = await rooms.open_direct(ben, [ada.id])
    await messages.send_message(ben, direct.id, "hello you")
    few = cost_of(drawn_room_list, ada)
    for number in range(20):
        there = new_room(f"room {number}")
        await messages.send_message(ben, there.id, f"hello, {ada.name}")
        other = new_user(f"Person{number}")
        direct = await rooms.open_direct(other, [ada.id])
        await messages.send_message(other, direct.id, "hello")
    assert len(drawn_room_list(ada)[2]) == 42
    assert cost_of(drawn_room_list, ada) == few
