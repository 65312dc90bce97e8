"""Names of rooms in messages: links to open rooms, and to no others."""

from collections.abc import Callable

import pytest

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.messages import room_links
from chat.messages.items import MessageItem
from chat.rooms.items import RoomItem
from chat.web.components.message_list.message import render_message
from models import Room

NewRoom = Callable[[str], RoomItem]


def shown(message: MessageItem) -> list[str]:
    return [f"{message.body[slice(*link.place)]}={link.name}" for link in message.links]


async def say(author: UserItem, room: RoomItem, text: str) -> MessageItem:
    sent = await messages.send_message(author, room.id, text)
    assert messages.newest_messages(author, room.id).messages[-1] == sent
    return sent


async def keyed(author: UserItem, name: str, kind: str = "open") -> RoomItem:
    return await rooms.create_room(author, name, kind=kind)


async def test_the_longest_name_of_an_open_room_is_a_link(ben: UserItem, room: RoomItem) -> None:
    for name in ("garden", "garden plans"):
        await keyed(ben, name)
    message = await say(ben, room, "see #Garden Plans, #garden’s, #gardens and #garden-x")
    assert shown(message) == ["#Garden Plans=garden plans", "#garden=garden"]
    garden = Room.get(Room.name == "garden").id
    assert f"<a class=room-link href=/rooms/{garden}>#garden</a>’s" in render_message(message)
    assert 'data-typed="#Garden Plans">#garden plans</a>' in render_message(message)


@pytest.mark.parametrize("text", ["`#garden`", "https://example.com/#garden", "x#garden", "##garden", "# garden"])
async def test_no_link(ben: UserItem, room: RoomItem, text: str) -> None:
    await keyed(ben, "garden")
    assert shown(await say(ben, room, text)) == []


async def test_a_closed_room_is_never_linked_not_even_among_its_members(ben: UserItem, room: RoomItem) -> None:
    secret = await keyed(ben, "secret", "closed")
    for place in (room, secret):
        message = await say(ben, place, "in #Secret")
        assert shown(message) == []
        assert "#Secret" in render_message(message)


async def test_a_room_that_is_closed_or_renamed_is_no_link_any_more_by_its_old_name(
    ben: UserItem, room: RoomItem
) -> None:
    garden = await keyed(ben, "garden")
    assert shown(await say(ben, room, "#garden")) == ["#garden=garden"]
    await rooms.rename_room(ben, garden.id, "GARDEN", "")
    assert shown(messages.newest_messages(ben, room.id).messages[-1]) == ["#garden=GARDEN"]
    await rooms.change_room_kind(ben, garden.id, "closed")
    assert shown(messages.newest_messages(ben, room.id).messages[-1]) == []


async def test_hostile_names_are_only_names(ben: UserItem, room: RoomItem) -> None:
    await keyed(ben, "<b>x</b>")
    html = render_message(await say(ben, room, "#<b>x</b> and @ben #<B>X</b>"))
    assert "<b>x" not in html
    assert html.count("#&lt;b&gt;x&lt;/b&gt;</a>") == 2


async def test_very_many_links_are_few(ben: UserItem, room: RoomItem) -> None:
    await keyed(ben, "a")
    assert len((await say(ben, room, "#a " * 1300)).links) == 50


async def test_in_texts_full_of_names_some_are_looked_up(
    ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keyed(ben, "garden")
    await keyed(ben, "cellar", "closed")
    many = " ".join(f"#{number}" for number in range(room_links.MAX_KEYS + 50))
    assert shown(await say(ben, room, f"#garden {many} #garden")) == ["#garden=garden"]
    monkeypatch.setattr(room_links, "MANY", 0)  # names of a page are too many to ask for each
    assert shown(await say(ben, room, "#garden, #cellar")) == ["#garden=garden"]
