"""Of what in a room somebody wants to be told: their own choice, for all their pages."""

from collections.abc import Callable

import pytest

from chat import notifications, rooms
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotFound
from chat.notifications.events import LevelChanged
from chat.realtime.events import Event
from chat.rooms.items import RoomItem


def level(user: UserItem, room: RoomItem) -> str | None:
    """Return the level as the list of rooms shows it; None where the room is not in the list."""
    return next((item.level for item in rooms.unread(user) if item.room_id == room.id), None)


async def test_whoever_has_chosen_nothing_is_told_of_mentions_and_of_everything_in_direct_rooms(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    direct = await rooms.open_direct(ada, [ben.id])
    assert (level(ada, room), level(ada, direct)) == ("mentions", "everything")


async def test_a_choice_is_of_one_person_in_one_room(
    ada: UserItem, ben: UserItem, room: RoomItem, new_room: Callable[[str], RoomItem], published: list[Event]
) -> None:
    other = new_room("attic")
    await notifications.set_level(ada, room.id, "nothing")
    assert [level(ada, room), level(ada, other), level(ben, room)] == ["nothing", "mentions", "mentions"]
    assert published == [LevelChanged(ada.id, room.id, "nothing")]
    await notifications.set_level(ada, room.id, "everything")
    assert level(ada, room) == "everything"


async def test_it_is_kept_while_one_is_away_from_the_room(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await notifications.set_level(ada, room.id, "nothing")
    await rooms.leave_room(ada, room.id)
    await rooms.join_room(ada, room.id)
    assert level(ada, room) == "nothing"


@pytest.mark.parametrize("chosen", ["", "all", "Nothing", None, 1, ["nothing"], {}])
async def test_there_are_no_other_levels(ada: UserItem, room: RoomItem, chosen: object) -> None:
    with pytest.raises(Invalid):
        await notifications.set_level(ada, room.id, chosen)


async def test_nobody_chooses_anything_in_a_room_that_does_not_exist_for_them(ada: UserItem, ben: UserItem) -> None:
    hers = await rooms.create_room(ben, "cellar", kind="closed")
    with pytest.raises(NotFound):
        await notifications.set_level(ada, hers.id, "nothing")
