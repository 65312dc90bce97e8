"""Telling that somebody types: to whom it is told, and that nothing stays of it."""

import pytest

from chat.accounts import change_name, show_presence
from chat.accounts.items import UserItem
from chat.errors import Forbidden, NotFound, NotSignedIn
from chat.messages import notify_typing
from chat.messages.events import UserTyping
from chat.realtime.events import Event
from chat.rooms import archive_room
from chat.rooms.items import RoomItem
from models import User, now_ms
from tests.people import stored


async def test_the_room_is_told_who_types_and_who_stops_and_nothing_is_stored(
    ada: UserItem, room: RoomItem, published: list[Event]
) -> None:
    before = stored()
    await notify_typing(ada, room.id)
    await notify_typing(ada, room.id, is_typing=False)
    assert published == [UserTyping(room.id, ada), UserTyping(room.id, ada, is_typing=False)]
    assert {event.topic for event in published} == {f"room:{room.id}"}
    assert stored() == before


async def test_it_is_told_under_the_name_that_somebody_has_now(
    ada: UserItem, room: RoomItem, published: list[Event]
) -> None:
    await change_name(ada, "Ada Lovelace")
    await notify_typing(ada, room.id)
    assert published[-1].user.name == "Ada Lovelace"


async def test_of_who_hides_their_presence_nothing_is_told(
    ada: UserItem, room: RoomItem, published: list[Event]
) -> None:
    await show_presence(ada, is_shown=False)
    published.clear()
    await notify_typing(ada, room.id)
    assert published == []
    await show_presence(ada, is_shown=True)
    await notify_typing(ada, room.id)
    assert published[-1] == UserTyping(room.id, ada)


@pytest.mark.parametrize("room_id", [0, -1, 999_999, 2**63, 10**30, True, "1", 1.0, None, [], {}])
async def test_in_a_room_that_does_not_exist_nobody_types(
    ada: UserItem, room: RoomItem, published: list[Event], room_id: object
) -> None:
    with pytest.raises(NotFound):
        await notify_typing(ada, room_id)
    assert published == []


async def test_nor_in_one_that_was_put_away(ada: UserItem, room: RoomItem, published: list[Event]) -> None:
    User.update(role="administrator").execute()
    await archive_room(ada, room.id)
    published.clear()
    with pytest.raises(Forbidden):
        await notify_typing(ada, room.id)
    assert published == []


@pytest.mark.parametrize("column", ["deactivated_at", "deleted_at"])
async def test_nor_does_who_is_out(ada: UserItem, room: RoomItem, published: list[Event], column: str) -> None:
    User.update({column: now_ms()}).execute()
    with pytest.raises(NotSignedIn):
        await notify_typing(ada, room.id)
    assert published == []
