"""Making rooms, putting them away, bringing them back."""

import pytest

from chat import accounts, messages, rooms
from chat.errors import Forbidden, Invalid
from chat.rooms.events import RoomsChanged
from models import Message, Room
from tests.people import register_person, somebody, stored


@pytest.fixture
def boss(opened):
    return accounts.user_by_id(register_person("Boss", "administrator"))


async def test_a_new_room_is_told_to_all_in_its_place(boss, ada, published):
    await rooms.create_room(ada, "kitchen")
    attic = await rooms.create_room(ada, "  Attic\u202e ", "old\nthings")
    assert (attic.name, attic.description) == ("Attic", "old things")
    assert published[-1] == RoomsChanged(attic, 4)
    assert [room.name for room in rooms.open_rooms(somebody())] == ["Attic", "kitchen"]


@pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 81, "x" * 1_000_000, "kitchen", "\u202e", None])
async def test_a_name_that_cannot_be_had_is_refused(boss, room, published, name):
    before = stored()
    with pytest.raises(Invalid):
        await rooms.create_room(boss, name)
    attic = Room.create(name="attic")
    with pytest.raises(Invalid):
        await rooms.rename_room(boss, attic.id, name)
    Room.delete().where(Room.id == attic.id).execute()
    assert {**stored(), "sqlite_sequence": []} == {**before, "sqlite_sequence": []}
    assert published == []


async def test_a_room_keeps_its_messages_and_their_count_when_it_is_renamed(boss, room, published):
    await messages.send_message(boss, room.id, "hello")
    renamed = await rooms.rename_room(boss, room.id, "kitchen", "where we eat")
    assert renamed.description == "where we eat"
    assert Room.get_by_id(room.id).revision == 1
    assert published[-1] == RoomsChanged(renamed, 1)


async def test_an_archived_room_can_be_read_and_cleaned_up_but_not_written_to(boss, room, published):
    message = await messages.send_message(boss, room.id, "hello", "client-id-1")
    archived = await rooms.archive_room(boss, room.id)
    assert rooms.rooms(somebody()) == []
    assert rooms.room_listing(somebody(), is_archived=True).items == [archived]
    for attempt in (
        messages.send_message(boss, room.id, "more"),
        messages.edit_message(boss, message.id, "changed"),
    ):
        with pytest.raises(Forbidden, match="archived"):
            await attempt
    assert await messages.send_message(boss, room.id, "hello", "client-id-1") == message, "sent before, told again"
    assert [item.body for item in messages.newest_messages(somebody(), room.id).messages] == ["hello"]
    await messages.delete_message(boss, message.id)
    assert Message.get().deleted_at


async def test_a_room_that_is_brought_back_is_as_it_was(boss, room, published):
    await rooms.archive_room(boss, room.id)
    since = Room.get().archived_at
    await rooms.archive_room(boss, room.id)
    assert Room.get().archived_at == since
    assert await rooms.restore_room(boss, room.id) == room
    await messages.send_message(boss, room.id, "hello again")
    assert [type(event) for event in published[:3]] == [RoomsChanged] * 3


async def test_a_room_that_something_else_has_written_is_in_the_next_list(room, new_room):
    assert [room.name for room in rooms.room_list(somebody()).rooms] == ["kitchen"]
    new_room("attic")
    assert [room.name for room in rooms.room_list(somebody()).rooms] == ["attic", "kitchen"]
