"""Blocking: whoever is blocked writes no direct messages to somebody, and learns nothing of it elsewhere."""

import asyncio

import pytest

from chat import accounts, messages, rooms
from chat.errors import Forbidden, Invalid, NotFound
from chat.rooms.blocks import BLOCKED, BLOCKING, DEACTIVATED, DELETED
from chat.rooms.events import MembershipChanged
from models import Block, Room, User
from tests.people import register_person, sign_in, stored


def shown(actor):
    return [own.name for own in rooms.room_list(actor).rooms]


async def say(who, room, text="hello"):
    return await messages.send_message(who, room.id, text)


@pytest.fixture
async def direct(ada, ben):
    """Direct messages of Ada and Ben, with one of Ben's in it."""
    room = await rooms.open_direct(ada, [ben.id])
    await say(ben, room, "hello Ada")
    return room


async def test_neither_writes_edits_reacts_or_types_where_they_wrote_before(ada, ben, direct, published):
    theirs = await say(ben, direct)
    await rooms.block_person(ada, ben.id)
    published.clear()
    before = stored()
    for who, why in ((ben, BLOCKED), (ada, BLOCKING)):
        for attempt in (
            say(who, direct),
            messages.react(who, theirs.id, "👍", on=True),
            messages.notify_typing(who, direct.id),
            rooms.enter_room(who, direct.id),
        ):
            with pytest.raises(Forbidden) as refused:
                await attempt
            assert refused.value.message == why
    with pytest.raises(Forbidden, match="cannot send direct messages"):
        await messages.edit_message(ben, theirs.id, "something worse")
    assert stored() == before
    assert published == []


async def test_what_was_written_can_be_read_and_ones_own_be_deleted(ada, ben, direct):
    await rooms.block_person(ada, ben.id)
    for who in (ada, ben):
        assert (await rooms.open_direct(who, [ben.id, ada.id])).id == direct.id
        [said] = messages.newest_messages(who, direct.id).messages
    await messages.delete_message(ben, said.id)
    assert messages.newest_messages(ada, direct.id).messages == ()


async def test_nobody_begins_direct_messages_of_two(ada, ben):
    await rooms.block_person(ada, ben.id)
    with pytest.raises(Forbidden, match=BLOCKED):
        await rooms.open_direct(ben, [ada.id])
    with pytest.raises(Forbidden, match="Unblock them"):
        await rooms.open_direct(ada, [ben.id])
    assert not Room.select().where(Room.kind == "direct").exists()


async def test_in_other_rooms_nothing_changes(ada, ben, room, new_user):
    cem = new_user("Cem")
    await rooms.join_room(ada, room.id)
    three = await rooms.open_direct(ben, [ada.id, cem.id])
    await rooms.block_person(ada, ben.id)
    for where in (three, room, await rooms.open_direct(ben, [cem.id]), await rooms.open_direct(ben, [])):
        await say(ben, where, "@Ada hello")
        assert rooms.seen_room(ben, where.id).refusal == ""
    assert [one.mentions for one in rooms.unread(ada) if one.room_id == three.id] == [1]


async def test_whoever_is_blocked_gets_nobody_by_another_way(ada, ben, room, new_user):
    cem, ours = new_user("Cem"), await rooms.create_room(ben, "you and me", kind="closed")
    await rooms.join_room(ben, room.id)
    await rooms.leave_room(ada, room.id)
    await rooms.block_person(ada, ben.id)
    with pytest.raises(Forbidden, match="one of these people"):
        await rooms.open_direct(ben, [ada.id, cem.id])
    for where in (ours, room):
        with pytest.raises(Forbidden, match="cannot add this person"):
            await rooms.add_member(ben, where.id, ada.id)
        await rooms.add_member(ben, where.id, cem.id)
    assert not rooms.is_member(ada, room.id)
    await rooms.add_member(cem, room.id, ada.id)
    await rooms.add_member(ben, room.id, ada.id)  # does nothing, and says nothing either
    assert await rooms.open_direct(ada, [ben.id, cem.id]), "whoever blocked somebody may talk with them among others"


async def test_it_is_hidden_and_both_pages_are_told_whether_one_can_write(ada, ben, direct, published):
    published.clear()
    await rooms.block_person(ada, ben.id)
    assert (shown(ada), shown(ben)) == ([], ["Ada"])
    assert {(event.room_id, event.user_id) for event in published if isinstance(event, MembershipChanged)} == {
        (direct.id, ada.id),
        (direct.id, ben.id),
    }
    assert [rooms.seen_room(who, direct.id).refusal for who in (ada, ben)] == [BLOCKING, BLOCKED]


async def test_unblocked_they_write_again(ada, ben, direct):
    await rooms.block_person(ada, ben.id)
    await rooms.block_person(ben, ada.id)
    await rooms.unblock_person(ada, ben.id)
    with pytest.raises(Forbidden, match=BLOCKED):
        await say(ada, direct)
    await rooms.unblock_person(ben, ada.id)
    await say(ben, direct, "sorry")
    assert shown(ada) == ["Ben"]
    assert rooms.unread(ada)[0].count == 2


async def test_only_who_blocked_sees_it(ada, ben):
    await rooms.block_person(ada, ben.id)
    assert [user.name for user in rooms.blocked_people(ada)] == ["Ben"]
    assert (rooms.has_blocked(ada, ben.id), rooms.has_blocked(ben, ada.id)) == (True, False)
    assert rooms.blocked_people(ben) == []


async def test_again_and_for_nobody_it_does_nothing(ada, ben, published):
    await rooms.unblock_person(ada, ben.id)
    assert published == []
    for _ in range(2):
        await rooms.block_person(ada, ben.id)
    assert Block.select().count() == 1
    with pytest.raises(Invalid, match="yourself"):
        await rooms.block_person(ada, ada.id)
    for nobody in (999, 0, -1, 2**63, "1", None, [ben.id]):
        with pytest.raises(NotFound):
            await rooms.block_person(ada, nobody)


async def test_what_is_sent_at_the_same_moment_is_before_or_after(ada, ben, direct):
    sending = [say(ben, direct, str(number)) for number in range(10)]
    await asyncio.gather(*sending[:5], rooms.block_person(ada, ben.id), *sending[5:], return_exceptions=True)
    there = len(messages.newest_messages(ada, direct.id).messages)
    with pytest.raises(Forbidden):
        await say(ben, direct)
    assert len(messages.newest_messages(ada, direct.id).messages) == there


@pytest.mark.parametrize(("column", "why"), [(User.deactivated_at, DEACTIVATED), (User.deleted_at, DELETED)])
async def test_nobody_writes_to_an_account_that_is_gone_while_it_is(ada, ben, direct, new_user, column, why):
    three = await rooms.open_direct(ada, [ben.id, new_user("Cem").id])
    User.update({column: 1}).where(User.id == ben.id).execute()
    with pytest.raises(Forbidden) as refused:
        await say(ada, direct)
    assert refused.value.message == rooms.seen_room(ada, direct.id).refusal == why
    await say(ada, three)
    User.update({column: None}).where(User.id == ben.id).execute()
    await say(ada, direct)


async def test_a_room_whose_people_cannot_be_told_is_written_in(ada, direct):
    for key in ("[<User: 1>, <User: 2>] 7", None):
        Room.update(people_key=key).where(Room.id == direct.id).execute()
        await say(ada, direct)


async def test_a_deleted_account_leaves_no_block(ada):
    identity = await sign_in(register_person("Cem"))
    cem = identity.user
    await rooms.block_person(ada, cem.id)
    await rooms.block_person(cem, ada.id)
    await accounts.delete_account(identity)
    assert not Block.select().exists()
