"""Messages that are written word by word by who may not write there any more: they end, and keep what was said."""

import asyncio

import pytest

from chat import messages
from chat.accounts.events import TokensEnded
from chat.errors import Forbidden, Invalid, NotFound
from chat.messages import append_words, start_message, store_words
from chat.messages.commands import interrupting
from chat.realtime.bus import bus
from chat.rooms import add_member, archive_room, create_room, leave_room, remove_member
from models import Message, RunningText


@pytest.fixture(autouse=True)
def hearing():
    stop = messages.hear_words()
    yield
    stop()


@pytest.fixture
async def closed(ada, ben):
    room = await create_room(ada, "Closed", kind="closed")
    await add_member(ada, room.id, ben.id)
    return room


async def ended():
    await asyncio.gather(*interrupting._tasks)


def row(message):
    stored = Message.get_by_id(message.id)
    return stored.body, bool(stored.is_interrupted), RunningText.select().exists()


@pytest.mark.parametrize("how", ["removed", "left", "archived"])
async def test_who_loses_the_room_adds_nothing_more_and_what_was_accepted_stays(ada, ben, closed, how):
    message, _ = await start_message(ben, closed.id)
    await append_words(ben, message.id, "accepted", 0)
    lost = {
        "removed": lambda: remove_member(ada, closed.id, ben.id),
        "left": lambda: leave_room(ben, closed.id),
        "archived": lambda: archive_room(ada, closed.id),
    }
    await lost[how]()
    with pytest.raises(Forbidden if how == "archived" else NotFound):
        await append_words(ben, message.id, " and heard by nobody", 8)
    await ended()
    assert row(message) == ("accepted", True, False)
    with pytest.raises(Forbidden if how == "archived" else NotFound):
        await append_words(ben, message.id, " and heard by nobody", 8)


async def test_what_was_accepted_is_kept_where_no_event_came_before_it_was_stored(ada, ben, closed, monkeypatch):
    monkeypatch.setattr(bus, "publish_on_commit", lambda event: None)
    message, _ = await start_message(ben, closed.id)
    await append_words(ben, message.id, "accepted", 0)
    await remove_member(ada, closed.id, ben.id)
    await store_words()
    assert row(message) == ("accepted", True, False)


async def test_the_end_of_the_last_token_ends_what_is_written_and_that_of_others_does_not(ada, ben, room):
    message, other = [(await start_message(who, room.id, "so far"))[0] for who in (ben, ada)]
    bus.publish(TokensEnded(ben.id))
    await ended()
    assert [Message.get_by_id(one.id).is_interrupted for one in (message, other)] == [True, False]


async def test_whoever_may_still_write_goes_on(ada, ben, room):
    message, _ = await start_message(ben, room.id, "a")
    await leave_room(ben, room.id)  # an open one
    await ended()
    assert await append_words(ben, message.id, "b", 1) == 2


async def test_a_piece_with_the_character_zero_is_refused(ada, room):
    message, _ = await start_message(ada, room.id, "a")
    with pytest.raises(Invalid, match=r"U\+0000"):
        await append_words(ada, message.id, "b\0", 1)
    assert await append_words(ada, message.id, "b", 1) == 2
