"""Direct messages: a room for each set of people, hidden until somebody writes."""

import asyncio

import pytest

from chat import accounts, messages, rooms
from chat.errors import Forbidden, Invalid, NotFound
from chat.rooms.events import MembershipChanged
from models import Membership, Room, User
from tests.people import register_person, stored
from tests.test_permissions import HOSTILE_IDS


def shown(actor):
    return [own.name for own in rooms.room_list(actor).rooms]


@pytest.fixture
def cem(new_user):
    return new_user("Cem")


async def test_there_is_one_room_for_each_set_of_people(ada, ben, cem):
    two = await rooms.open_direct(ada, [ben.id])
    assert await rooms.open_direct(ada, (ben.id, ada.id, ben.id)) == two
    assert (await rooms.open_direct(ben, {ada.id})).id == two.id
    three = await rooms.open_direct(ada, [ben.id, cem.id])
    assert three.id != two.id
    assert [two.name, three.name, rooms.room(ben, three.id).name] == ["Ben", "Ben, Cem", "Ada, Cem"]
    assert rooms.room_listing(ada).total == 0


async def test_with_nobody_else_it_is_for_notes_to_oneself_and_there_is_one(ada):
    alone = await rooms.open_direct(ada, [])
    assert alone.name == "Ada (you)"
    for people in ([], [ada.id], [ada.id, ada.id]):
        assert await rooms.open_direct(ada, people) == alone
    await messages.send_message(ada, alone.id, "milk")
    await rooms.hide_direct(ada, alone.id)
    assert await rooms.open_direct(ada, [ada.id]) == alone
    assert shown(ada) == ["Ada (you)"]


async def test_the_others_see_it_once_somebody_has_written(ada, ben, cem, published):
    direct = await rooms.open_direct(ada, [ben.id, cem.id])
    assert [shown(who) for who in (ada, ben, cem)] == [["Ben, Cem"], [], []]
    assert rooms.room(ben, direct.id).name == "Ada, Cem", "it is there for them, but not in their list"
    published.clear()
    await messages.send_message(ada, direct.id, "hello")
    assert [shown(who) for who in (ada, ben, cem)] == [["Ben, Cem"], ["Ada, Cem"], ["Ada, Ben"]]
    told = [event.user_id for event in published if isinstance(event, MembershipChanged)]
    assert sorted(told) == [ben.id, cem.id]


async def test_a_hidden_room_comes_back_for_all_when_somebody_writes(ada, ben, cem):
    direct = await rooms.open_direct(ada, [ben.id, cem.id])
    await messages.send_message(ada, direct.id, "hello")
    for who in (ada, ben, cem):
        await rooms.hide_direct(who, direct.id)
        await rooms.hide_direct(who, direct.id)
        assert shown(who) == []
        assert [room.name for room in rooms.rooms(who)] != [], "still one of theirs"
    await messages.send_message(ben, direct.id, "are you there?")
    assert [len(shown(who)) for who in (ada, ben, cem)] == [1, 1, 1]


async def test_it_comes_back_for_whoever_opens_it_alone(ada, ben):
    direct = await rooms.open_direct(ada, [ben.id])
    await messages.send_message(ada, direct.id, "hello")
    for who in (ada, ben):
        await rooms.hide_direct(who, direct.id)
    await rooms.open_direct(ben, [ada.id])
    assert [shown(who) for who in (ada, ben)] == [[], ["Ada"]]


async def test_the_last_written_in_stands_first(ada, ben, cem):
    with_ben, with_cem = [await rooms.open_direct(ada, [who.id]) for who in (ben, cem)]
    await rooms.create_room(ada, "kitchen")
    for direct in (with_ben, with_cem):
        await messages.send_message(ada, direct.id, "hello")
    assert shown(ada) == ["kitchen", "Cem", "Ben"]
    await messages.send_message(ben, with_ben.id, "hello")
    assert shown(ada) == ["kitchen", "Ben", "Cem"]


async def test_a_room_between_nine_is_refused_and_one_between_eight_is_not(ada, new_user):
    others = [new_user(f"P{number}").id for number in range(8)]
    with pytest.raises(Invalid, match="at most 8 people"):
        await rooms.open_direct(ada, others)
    assert Room.select().count() == 0
    direct = await rooms.open_direct(ada, [*others[:7], ada.id])
    assert len(rooms.members(ada, direct.id)) == rooms.MAX_PEOPLE == 8


async def test_nobody_writes_to_whoever_is_gone_and_what_was_written_can_be_read(ada, ben, cem):
    known = await rooms.open_direct(ada, [ben.id])
    said = await messages.send_message(ben, known.id, "hello")
    for column, error in ((User.deactivated_at, Invalid), (User.deleted_at, NotFound)):
        User.update({column: 1}).where(User.id == ben.id).execute()
        assert (await rooms.open_direct(ada, [ben.id])).id == known.id
        assert messages.newest_messages(ada, known.id).messages == (said,)
        with pytest.raises(error):
            await rooms.open_direct(ada, [ben.id, cem.id])
        with pytest.raises(NotFound):
            rooms.room(ben, known.id)
    assert Room.select().count() == 1


@pytest.mark.parametrize("people", [None, 1, "1", b"1", object(), True, 1.0, {}])
async def test_what_is_no_list_of_people_is_refused(ada, ben, people):
    with pytest.raises(Invalid, match="Name the people"):
        await rooms.open_direct(ada, people)


async def test_hostile_ids_are_nobodys(ada, ben):
    before = stored()
    for hostile in HOSTILE_IDS:
        with pytest.raises(NotFound):
            await rooms.open_direct(ada, [hostile])
        with pytest.raises(NotFound):
            await rooms.open_direct(ada, [ben.id, hostile])
        with pytest.raises(NotFound):
            await rooms.hide_direct(ada, hostile)
    with pytest.raises(Invalid, match="at most 8"):
        await rooms.open_direct(ada, list(range(1, 100_000)))
    assert stored() == before


async def test_the_people_of_a_direct_room_stay_the_same(opened, ada, ben, cem):
    boss = accounts.user_by_id(register_person("Boss", "administrator"))
    direct = await rooms.open_direct(ada, [ben.id])
    for attempt in (
        rooms.leave_room(ada, direct.id),
        rooms.add_member(ada, direct.id, cem.id),
        rooms.remove_member(ada, direct.id, ben.id),
        rooms.set_member_role(ada, direct.id, ben.id, "manager"),
        rooms.rename_room(ada, direct.id, "us"),
        rooms.archive_room(ada, direct.id),
        rooms.change_room_kind(ada, direct.id, "open"),
    ):
        with pytest.raises(Forbidden):
            await attempt
    for attempt in (rooms.add_member(cem, direct.id, cem.id), rooms.rename_room(boss, direct.id, "us")):
        with pytest.raises(NotFound):
            await attempt
    room = await rooms.create_room(ada, "kitchen")
    with pytest.raises(Invalid, match="Only direct messages"):
        await rooms.hide_direct(ada, room.id)
    assert {row.user_id for row in Membership.select().where(Membership.room == direct.id)} == {ada.id, ben.id}


async def test_two_who_open_the_same_at_once_are_in_one_room(ada, ben):
    opened = await asyncio.gather(
        *(rooms.open_direct_once(who, [other.id]) for who, other in ((ada, ben), (ben, ada)) for _ in range(3))
    )
    assert len({room.id for room, _ in opened}) == 1
    assert [is_new for _, is_new in opened].count(True) == 1
    assert [shown(who) for who in (ada, ben)] == [["Ben"], ["Ada"]]
