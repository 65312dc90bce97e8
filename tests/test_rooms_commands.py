"""Making rooms, putting them away, bringing them back."""

import pytest

from chat import commands, queries
from chat.errors import Forbidden, Invalid
from chat.events import RoomsChanged
from models import Message, Room
from tests.accounts import register_person, stored


@pytest.fixture
def boss(opened):
    return queries.user_by_id(register_person("Boss", "administrator"))


async def test_a_new_room_is_told_to_all_in_its_place(boss, ada, published):
    await commands.create_room(ada, "kitchen")
    attic = await commands.create_room(ada, "  Attic\u202e ", "old\nthings")
    assert (attic.name, attic.description) == ("Attic", "old things")
    assert published[1] == RoomsChanged(attic, 2)
    assert [room.name for room in queries.rooms()] == ["Attic", "kitchen"]


@pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 81, "x" * 1_000_000, "kitchen", "\u202e", None])
async def test_a_name_that_cannot_be_had_is_refused(boss, room, published, name):
    before = stored()
    with pytest.raises(Invalid):
        await commands.create_room(boss, name)
    attic = Room.create(name="attic")
    with pytest.raises(Invalid):
        await commands.rename_room(boss, attic.id, name)
    Room.delete().where(Room.id == attic.id).execute()
    assert {**stored(), "sqlite_sequence": []} == {**before, "sqlite_sequence": []}
    assert published == []


async def test_a_room_keeps_its_messages_and_their_count_when_it_is_renamed(boss, room, published):
    await commands.send_message(boss, room.id, "hello")
    renamed = await commands.rename_room(boss, room.id, "kitchen", "where we eat")
    assert renamed.description == "where we eat"
    assert Room.get_by_id(room.id).revision == 1
    assert published[-1] == RoomsChanged(renamed, 1)


async def test_an_archived_room_can_be_read_and_cleaned_up_but_not_written_to(boss, room, published):
    message = await commands.send_message(boss, room.id, "hello", "client-id-1")
    archived = await commands.archive_room(boss, room.id)
    assert (queries.rooms(), queries.archived_rooms()) == ([], [archived])
    for attempt in (
        commands.send_message(boss, room.id, "more"),
        commands.edit_message(boss, message.id, "changed"),
    ):
        with pytest.raises(Forbidden, match="archived"):
            await attempt
    assert await commands.send_message(boss, room.id, "hello", "client-id-1") == message, "sent before, told again"
    assert [item.body for item in queries.newest_messages(room.id).messages] == ["hello"]
    await commands.delete_message(boss, message.id)
    assert Message.get().deleted_at


async def test_a_room_that_is_brought_back_is_as_it_was(boss, room, published):
    await commands.archive_room(boss, room.id)
    since = Room.get().archived_at
    await commands.archive_room(boss, room.id)
    assert Room.get().archived_at == since
    assert await commands.restore_room(boss, room.id) == room
    await commands.send_message(boss, room.id, "hello again")
    assert [type(event) for event in published[:3]] == [RoomsChanged] * 3


async def test_whoever_knows_an_older_list_of_rooms_is_told_what_makes_it_the_present_one(boss, room, published):
    lists = [{one.id: one for one in queries.rooms()}]
    kitchen = await commands.create_room(boss, "Küche")
    for change in (
        lambda: commands.create_room(boss, "attic"),
        lambda: commands.rename_room(boss, kitchen.id, "zoo", "with animals"),
        lambda: commands.archive_room(boss, room.id),
        lambda: commands.create_room(boss, "\U0001f43b bears"),
        lambda: commands.restore_room(boss, room.id),
        lambda: commands.archive_room(boss, kitchen.id),
    ):
        lists.append({one.id: one for one in queries.rooms()})
        await change()
    now = queries.room_list()
    assert [event.revision for event in published] == list(range(1, len(lists) + 1))
    assert now.revision == queries.room_list_revision() == len(lists)
    assert now.rooms == queries.rooms()
    for revision, known in enumerate(lists):
        changes = queries.room_list_changes(revision)
        assert changes.revision == now.revision
        for one in changes.listed:
            known[one.id] = one
        for one in changes.archived:
            known.pop(one.id, None)
        assert {one.id: one for one in now.rooms} == known
    assert queries.room_list() is now, "drawn once for all who ask"


async def test_a_room_that_something_else_has_written_is_in_the_next_list(room, new_room):
    assert [room.name for room in queries.room_list().rooms] == ["kitchen"]
    new_room("attic")
    assert [room.name for room in queries.room_list().rooms] == ["attic", "kitchen"]
