"""Messages that are pinned to a room, for all who see it."""

import pytest

from chat import messages
from chat.errors import Invalid, NotFound
from chat.messages import commands, delete_message, open_thread, pin_message, send_message, unpin_message
from chat.messages.events import MessagePinned, ThreadChanged
from chat.web.components.message_list.message import render_message
from models import Pin
from tests.people import somebody
from tests.statements import cost_of


def pinned_to(room):
    return [pinned.message.body for pinned in messages.pinned_messages(somebody(), room.id)]


async def test_a_pin_is_told_as_the_rooms_next_revision_and_whoever_was_away_learns_of_it(ada, ben, room, published):
    message = await send_message(ada, room.id, "the wifi password")
    pinned = await pin_message(ben, message.id)
    assert (pinned.pin.user, pinned.revision) == (ben, message.revision + 1)
    assert messages.changes_since(somebody(), room.id, message.revision).edited == [pinned]
    unpinned = await unpin_message(ada, message.id)
    assert published[1:] == [MessagePinned(pinned), MessagePinned(unpinned)]
    assert (unpinned.pin, pinned_to(room)) == (None, [])
    assert messages.newest_messages(somebody(), room.id).messages == (unpinned,)


async def test_once_more_changes_nothing_and_a_repeated_action_does_not_come_back(ada, room, published):
    message = await send_message(ada, room.id, "the plan")
    await pin_message(ada, message.id, client_id="the-first-pin")
    await pin_message(ada, message.id)
    await unpin_message(ada, message.id)
    await unpin_message(ada, message.id)
    await pin_message(ada, message.id, client_id="the-first-pin")
    assert pinned_to(room) == []
    assert [event.message.revision for event in published] == [1, 2, 3]


async def test_the_newest_pin_comes_first_and_a_deleted_message_loses_its_own(ada, ben, room):
    one, two, three = [await send_message(ada, room.id, body) for body in ("one", "two", "three")]
    for message in (three, one, two):
        await pin_message(ben, message.id)
    assert pinned_to(room) == ["two", "one", "three"]
    await delete_message(ada, one.id)
    assert (pinned_to(room), Pin.select().count()) == (["two", "three"], 2)
    with pytest.raises(NotFound, match="deleted"):
        await pin_message(ben, one.id)


async def test_a_room_has_so_many_and_unpinning_makes_place(ada, room, monkeypatch):
    monkeypatch.setattr(commands.pins, "MAX_PINS", 2)
    one, two, three = [await send_message(ada, room.id, body) for body in ("one", "two", "three")]
    await pin_message(ada, one.id)
    await pin_message(ada, two.id)
    await pin_message(ada, two.id)
    with pytest.raises(Invalid, match="at most 2 pinned messages"):
        await pin_message(ada, three.id)
    await unpin_message(ada, one.id)
    await pin_message(ada, three.id)
    assert pinned_to(room) == ["three", "two"]


async def test_a_reply_is_pinned_to_the_room_of_its_thread_which_is_told_at_the_message_above(
    ada, ben, room, published
):
    root = await send_message(ada, room.id, "which port?")
    thread = await open_thread(ben, root.id)
    reply = await send_message(ben, thread.id, "8080")
    published.clear()
    await pin_message(ada, reply.id)
    told, above = published
    assert (type(told), type(above), above.message.thread.pinned) == (MessagePinned, ThreadChanged, (reply.id,))
    assert messages.newest_messages(ada, room.id).messages == (above.message,)
    [pinned] = messages.pinned_messages(ada, room.id)
    assert (pinned.message, pinned.root_id) == (told.message, root.id)
    assert messages.pinned_messages(ada, thread.id) == (pinned,)
    assert f'data-pins="{reply.id}"' in render_message(above.message)
    other = await send_message(ben, thread.id, "8081")
    await pin_message(ada, other.id)
    await delete_message(ben, reply.id)
    [now] = messages.newest_messages(ada, room.id).messages
    assert now.thread.pinned == (other.id,)


async def test_a_list_and_a_page_cost_the_same_queries_however_many_are_pinned(ada, room):
    async def cost():
        await pin_message(ada, (await send_message(ada, room.id, "more")).id)
        return cost_of(messages.pinned_messages, ada, room.id), cost_of(messages.newest_messages, ada, room.id)

    assert len({await cost() for _ in range(3)}) == 1


async def test_a_row_says_that_it_is_pinned_and_a_plain_one_has_not_a_byte_more(ada, room):
    message = await send_message(ada, room.id, "the plan")
    plain = render_message(message)
    assert "pin" not in plain
    pinned = render_message(await pin_message(ada, message.id))
    assert f" data-pinned={ada.id}" in pinned
    assert '<i class=pinned title="Pinned by Ada">Pinned</i>' in pinned
