"""Which room somebody comes back to."""

import pytest

from chat import messages, rooms
from chat.errors import NotFound
from chat.rooms.commands import last_room
from models import Membership, Message, Room, now_ms


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """Each note is later than the one before."""
    times = iter(range(now_ms(), 10**15))
    monkeypatch.setattr(last_room, "now_ms", lambda: next(times))


def say(room, author, body="hello", **columns):
    revision = Message.select().where(Message.room == room.id).count() + 1
    row = Message.create(room=room.id, author=author.id, body=body, revision=revision, created_revision=revision)
    return row.id


async def test_whoever_was_in_a_room_comes_back_there(ada, ben, new_room):
    here, there = new_room("here"), new_room("there")
    for room in (there, here, there):
        await rooms.note_opened(ada, room.id)
    await rooms.note_opened(ben, here.id)
    assert rooms.room_to_open(ada) == there.id
    assert rooms.room_to_open(ben) == here.id
    say(here, ben)
    assert rooms.room_to_open(ada) == there.id, "also while there is news elsewhere"


@pytest.mark.parametrize("how", ["left", "removed", "archived", "hidden"])
async def test_a_room_that_is_lost_gives_way_to_the_one_before(ada, ben, new_room, how):
    first, last = new_room("first"), new_room("last")
    await rooms.note_opened(ada, first.id)
    await rooms.note_opened(ada, last.id)
    mine = (Membership.room == last.id) & (Membership.user == ada.id)
    if how == "left":
        await rooms.leave_room(ada, last.id)
    elif how == "removed":
        Membership.update(role="manager").where(Membership.user == ben.id).execute()
        await rooms.remove_member(ben, last.id, ada.id)
    elif how == "archived":
        Room.update(archived_at=1).where(Room.id == last.id).execute()
    else:
        Membership.update(hidden_at=1).where(mine).execute()
    assert rooms.room_to_open(ada) == first.id


async def test_a_newcomer_comes_to_where_they_are_meant_then_to_news_then_to_the_default_room(ada, ben, new_room):
    quiet, default, news, muted = (new_room(name) for name in ("a", "b", "c", "d"))
    assert rooms.room_to_open(ada) == quiet.id
    Room.update(is_default=True).where(Room.id == default.id).execute()
    assert rooms.room_to_open(ada) == default.id
    say(muted, ben)
    Membership.update(level="nothing").where(Membership.room == muted.id).execute()
    assert rooms.room_to_open(ada) == default.id
    say(news, ben)
    assert rooms.room_to_open(ada) == news.id
    direct = await rooms.open_direct(ben, [ada.id])
    await messages.send_message(ben, direct.id, "hello")
    say(news, ben)
    assert rooms.room_to_open(ada) == direct.id


def test_whoever_is_in_no_room_comes_to_none(ada):
    assert rooms.room_to_open(ada) is None


async def test_of_a_room_that_one_only_looks_at_nothing_is_noted(ada, new_room):
    here, open_to_all = new_room("here"), new_room("open")
    await rooms.note_opened(ada, here.id)
    await rooms.leave_room(ada, open_to_all.id)
    await rooms.note_opened(ada, open_to_all.id)
    assert rooms.room_to_open(ada) == here.id
    with pytest.raises(NotFound):
        await rooms.note_opened(ada, 999)
