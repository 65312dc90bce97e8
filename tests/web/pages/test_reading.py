"""What many viewers of a room read at once is read once; each was checked on entering (tests/web/test_audiences.py)."""

import asyncio
from collections.abc import Callable

import pytest

from chat import messages
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.messages.items import MessageChanges
from chat.rooms.items import RoomItem
from chat.web.pages.rooms.reading import Reader
from chat.web.viewer import Viewer
from tests.people import sign_in


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
