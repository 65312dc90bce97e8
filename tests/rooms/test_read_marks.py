"""How far people have read, and what is unread for them: after any changes, the count is that of the messages."""

from collections.abc import Callable
from random import Random

import pytest

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.realtime.events import Event
from chat.rooms.commands import read_marks
from chat.rooms.commands.listed import publish_membership
from chat.rooms.commands.read_marks import MAX_OWN
from chat.rooms.events import ReadMarksMoved
from chat.rooms.items import FirstUnread, RoomItem
from chat.storage.database import database
from models import Membership, Message, Room


async def say(author: UserItem, room: RoomItem, text: str = "hello") -> int:
    return (await messages.send_message(author, room.id, text)).id


def count(user: UserItem, room: RoomItem) -> int | None:
    """Return how much is unread in a room; None where it is not in the list."""
    return next((item.count for item in rooms.unread(user) if item.room_id == room.id), None)


async def test_what_others_say_is_unread_until_it_is_read(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    first, second = await say(ben, room), await say(ben, room)
    assert (count(ada, room), count(ben, room)) == (2, 0)
    await rooms.mark_read(ada, room.id, first)
    assert count(ada, room) == 1
    await rooms.mark_read(ada, room.id, second)
    assert count(ada, room) == 0


async def test_a_mark_never_goes_back_by_reading_nor_past_the_newest_message(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    first, second = await say(ben, room), await say(ben, room)
    await rooms.mark_read(ada, room.id, second)
    await rooms.mark_read(ada, room.id, first)
    assert count(ada, room) == 0
    await rooms.mark_read(ada, room.id, 10**12)
    await say(ben, room)
    assert count(ada, room) == 1


async def test_a_mark_that_another_process_has_moved_on_meanwhile_does_not_go_back(
    ada: UserItem, ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await say(ben, room), await say(ben, room)
    before = Membership.get(Membership.user == ada.id, Membership.room == room.id)
    await rooms.mark_read(ada, room.id, second)
    monkeypatch.setattr(read_marks, "membership", lambda *_: before)
    await rooms.mark_read(ada, room.id, first)
    assert count(ada, room) == 0


async def test_messages_are_marked_unread_from_one_on(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    ids = [await say(ben, room) for _ in range(4)]
    await rooms.mark_read(ada, room.id, ids[-1])
    await rooms.mark_unread(ada, room.id, ids[1])
    assert count(ada, room) == 3


async def test_what_is_yet_to_come_cannot_be_marked(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await say(ben, room)
    await rooms.mark_unread(ada, room.id, 10**12)
    await say(ben, room)
    assert count(ada, room) == 1


async def test_a_mark_that_moves_during_another_change_of_the_membership_is_kept(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    """Reading waits for no lock, so the row may have been read before."""
    message = await say(ben, room)
    row = Membership.get(Membership.user == ada.id)
    await rooms.mark_read(ada, room.id, message)
    row.role = "manager"
    await database.write(publish_membership, Room.get_by_id(room.id), row)
    assert count(ada, room) == 0
    assert rooms.managers(ada, room.id) == {ada.id}


async def test_deleted_messages_are_not_unread(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    message = await say(ben, room)
    await messages.delete_message(ben, message)
    assert count(ada, room) == 0


async def test_very_many_are_counted_up_to_a_hundred(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    Message.insert_many(
        [{"room": room.id, "author": ben.id, "body": "x", "revision": n, "created_revision": n} for n in range(1, 301)]
    ).execute()
    assert count(ada, room) == rooms.MAX_COUNT + 1


async def test_all_rooms_are_read_at_once_and_all_pages_are_told_once(
    ada: UserItem, ben: UserItem, new_room: Callable[[str], RoomItem], published: list[Event]
) -> None:
    places = [new_room(name) for name in ("kitchen", "attic", "cellar")]
    for place in places[:2]:
        await say(ben, place)
    published.clear()
    await rooms.mark_all_read(ada)
    assert [count(ada, place) for place in places] == [0, 0, 0]
    [event] = published
    assert isinstance(event, ReadMarksMoved)
    assert {item.room_id for item in event.unread} == {place.id for place in places[:2]}
    published.clear()
    await rooms.mark_all_read(ada)
    assert published == []


async def test_whoever_comes_into_a_room_has_read_what_was_said_before(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    await say(ben, room)
    await rooms.leave_room(ada, room.id)
    assert count(ada, room) is None
    await say(ben, room)
    await rooms.join_room(ada, room.id)
    assert count(ada, room) == 0
    await say(ben, room)
    assert count(ada, room) == 1


async def test_in_a_room_that_one_is_not_in_nothing_is_noted(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await rooms.leave_room(ada, room.id)
    message = await say(ben, room)
    before = list(Membership.select().tuples())
    await rooms.mark_read(ada, room.id, message)
    await rooms.mark_unread(ada, room.id, message)
    assert list(Membership.select().tuples()) == before


async def test_a_closed_room_that_one_is_not_in_does_not_exist(ada: UserItem, ben: UserItem) -> None:
    closed = await rooms.create_room(ben, "secret", kind="closed")
    message = await say(ben, closed)
    for mark in (rooms.mark_read, rooms.mark_unread):
        with pytest.raises(NotFound):
            await mark(ada, closed.id, message)
    assert count(ada, closed) is None


async def test_an_archived_or_hidden_room_is_not_counted_and_comes_back_with_its_count(
    ada: UserItem, ben: UserItem
) -> None:
    direct = await rooms.open_direct(ben, [ada.id])
    await say(ben, direct)
    assert count(ada, direct) == 1
    await rooms.hide_direct(ada, direct.id)
    assert count(ada, direct) is None
    await say(ben, direct)
    assert count(ada, direct) == 2


async def test_a_room_is_opened_at_the_first_unread_message_of_somebody_else(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    await say(ben, room)
    assert rooms.first_unread(ben, room.id) is None
    read = await say(ben, room)
    await rooms.mark_read(ada, room.id, read)
    assert rooms.first_unread(ada, room.id) is None
    deleted, first, newest = await say(ben, room), await say(ben, room), await say(ben, room)
    await messages.delete_message(ben, deleted)
    assert rooms.first_unread(ada, room.id) == FirstUnread(first, 2, newest)
    await rooms.mark_unread(ada, room.id, read)
    assert rooms.first_unread(ada, room.id) == FirstUnread(read, 3, newest)


async def test_whoever_writes_has_read_what_was_said_before(
    ada: UserItem, ben: UserItem, room: RoomItem, published: list[Event]
) -> None:
    await say(ben, room)
    await say(ada, room)
    assert count(ada, room) == 0
    assert [event.unread[0].count for event in published if isinstance(event, ReadMarksMoved)] == [0]
    published.clear()
    await say(ada, room)
    assert not any(isinstance(event, ReadMarksMoved) for event in published)


async def test_counting_passes_over_few_of_ones_own_messages(ada: UserItem, room: RoomItem) -> None:
    for _ in range(MAX_OWN + 50):
        newest = await say(ada, room)
    mark = Membership.get(Membership.user == ada.id, Membership.room == room.id).read_id
    assert 0 <= newest - mark <= MAX_OWN


async def test_to_somebody_who_just_came_nothing_is_new(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await rooms.leave_room(ada, room.id)
    await say(ben, room)
    assert rooms.first_unread(ada, room.id) is None
    await rooms.join_room(ada, room.id)
    assert rooms.first_unread(ada, room.id) is None


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_the_count_is_that_of_the_unread_messages(
    ada: UserItem, ben: UserItem, room: RoomItem, seed: int
) -> None:
    chance, ids, read = Random(seed), [0], 0
    for _ in range(60):
        what = chance.choice(("say", "say", "own", "delete", "read", "unread"))
        message = chance.choice(ids)
        if what in {"say", "own"}:
            ids.append(await say(ben if what == "say" else ada, room))
            read = read if what == "say" else ids[-1]
        elif what == "delete" and message:
            author = ben if Message.get_by_id(message).author_id == ben.id else ada
            await messages.delete_message(author, message)
        elif what == "read":
            await rooms.mark_read(ada, room.id, message)
            read = max(read, message)
        elif what == "unread" and message:
            await rooms.mark_unread(ada, room.id, message)
            read = message - 1
        unread = [row for row in Message.select() if row.id > read and row.author_id == ben.id and not row.deleted_at]
        assert count(ada, room) == len(unread), what


async def test_whoever_is_added_sees_that_there_is_something_new_and_is_told_of_a_mention(
    ada: UserItem, ben: UserItem
) -> None:
    cellar = await rooms.create_room(ada, "cellar", kind="closed")
    await rooms.add_member(ada, cellar.id, ben.id)
    assert count(ben, cellar) == 0, "nobody has said a word"
    await rooms.remove_member(ada, cellar.id, ben.id)
    for text in ("long ago", "@Ben should see this"):
        await messages.send_message(ada, cellar.id, text)
    gone = await messages.send_message(ada, cellar.id, "gone")
    await messages.delete_message(ada, gone.id)
    await rooms.add_member(ada, cellar.id, ben.id)
    [item] = [item for item in rooms.unread(ben) if item.room_id == cellar.id]
    assert (item.count, item.mentions) == (1, 1)
    await rooms.add_member(ada, cellar.id, ben.id)
    await rooms.mark_read(ben, cellar.id, item.newest)
    await rooms.add_member(ada, cellar.id, ben.id)
    assert count(ben, cellar) == 0, "whoever is in stays so"


async def test_whoever_joins_has_read_all(ada: UserItem, ben: UserItem) -> None:
    kitchen = await rooms.create_room(ada, "another kitchen")
    await messages.send_message(ada, kitchen.id, "hello @Ben")
    await rooms.join_room(ben, kitchen.id)
    assert count(ben, kitchen) == 0
