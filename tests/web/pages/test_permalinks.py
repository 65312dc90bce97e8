"""Links to messages."""

from collections.abc import Callable

import pytest

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.rooms.items import RoomItem
from chat.web.pages.rooms.place import Place, place_of
from chat.web.pages.rooms.reading import Reader
from chat.web.viewer import Viewer
from tests.people import sign_in
from tests.statements import counted


async def reader(person: UserItem) -> Reader:
    return Reader(Viewer(await sign_in(person.id), lambda: None))


async def test_a_room_opens_around_the_message(ada: UserItem, room: RoomItem) -> None:
    said = [await messages.send_message(ada, room.id, f"message {number}") for number in range(120)]
    opening = await (await reader(ada)).opening(room.id, said[40].id)
    ids = [message.id for message in opening.page.messages]
    assert ids[0] < said[30].id
    assert ids[-1] > said[50].id
    assert (opening.linked, opening.has_newest) == (said[40].id, False)
    at_end = await (await reader(ada)).opening(room.id, said[-1].id)
    assert at_end.has_newest


async def test_of_what_is_gone_elsewhere_or_nowhere_the_place_is_shown(
    ada: UserItem, room: RoomItem, new_room: Callable[[str], RoomItem]
) -> None:
    gone = await messages.send_message(ada, room.id, "gone")
    await messages.delete_message(ada, gone.id)
    elsewhere = await messages.send_message(ada, new_room("elsewhere").id, "elsewhere")
    said = await messages.send_message(ada, room.id, "after it")
    for message_id in (gone.id, elsewhere.id, 0, 999, 10**17):
        opening = await (await reader(ada)).opening(room.id, message_id)
        assert [message.id for message in opening.page.messages] == [said.id]
        assert (opening.linked, opening.at) == (message_id, said.id)


async def test_a_closed_room_does_not_tell_which_messages_it_has(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    closed = await rooms.create_room(ada, "cellar", kind="closed")
    said = await messages.send_message(ada, closed.id, "secret")
    told = set()
    for room_id, message_id in ((closed.id, said.id), (closed.id, 999), (999_999, said.id)):
        with pytest.raises(NotFound) as refused:
            await (await reader(ben)).opening(room_id, message_id)
        told.add(refused.value.message)
    assert len(told) == 1


async def test_of_a_closed_room_nothing_is_read_for_a_stranger(ada: UserItem, ben: UserItem) -> None:
    """It would take longer than looking for a room that does not exist."""
    closed = await rooms.create_room(ada, "cellar", kind="closed")
    for number in range(3):
        await messages.send_message(ada, closed.id, f"secret {number}")
    looks = []
    for room_id in (closed.id, 999_999):
        stranger = await reader(ben)
        with counted() as statements, pytest.raises(NotFound):
            await stranger.opening(room_id)
        looks.append([sql for sql, _ in statements])
    assert looks[0] == looks[1]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/rooms/7", Place(7)),
        ("/rooms/7/@12", Place(7, None, 12)),
        ("/rooms/7/@12/", Place(7, None, 12)),
        ("/rooms/7/thread/12", Place(7, 12)),
        ("/rooms/7/thread/12/@15", Place(7, 12, 15)),
    ],
)
def test_addresses(path: str, place: Place) -> None:
    assert place_of(path) == place
    assert place.path == path.removesuffix("/")


NOWHERE = ["/rooms/7/@", "/rooms/7/12", "/rooms/7/@-1", "/rooms/7/@1/2", "/rooms/7/thread/", "/rooms/7/@1/thread/2"]


@pytest.mark.parametrize("path", [*NOWHERE, f"/rooms/7/@{'9' * 19}"])
def test_other_addresses_lead_nowhere(path: str) -> None:
    with pytest.raises(NotFound):
        place_of(path)
