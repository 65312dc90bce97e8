"""Messages that people save for later: a list of one's own, which nobody else learns of."""

import pytest

from chat import messages
from chat.errors import Invalid, NotFound, NotSignedIn
from chat.messages import commands, delete_message, edit_message, save_message, send_message, unsave_message
from chat.storage import pagination
from models import Room, User, now_ms
from tests.statements import cost_of


def saved_by(person, page=1):
    return [message.body for message in messages.saved_messages(person, page).items]


async def test_what_was_saved_last_comes_first(ada, ben, room):
    for body in ("one", "two", "three"):
        message = await send_message(ben, room.id, body)
        await save_message(ada, message.id)
    assert saved_by(ada) == ["three", "two", "one"]
    await unsave_message(ada, message.id)
    assert saved_by(ada) == ["two", "one"]


async def test_each_has_a_list_of_their_own_and_nobody_hears_of_it(ada, ben, room, published):
    message = await send_message(ben, room.id, "the wifi password changed")
    await save_message(ada, message.id)
    assert saved_by(ben) == []
    await unsave_message(ben, message.id)
    assert saved_by(ada) == ["the wifi password changed"]
    assert len(published) == 1


async def test_saving_again_and_removing_again_change_nothing(ada, ben, room):
    first, second = [await send_message(ben, room.id, body) for body in ("first", "second")]
    for message in (first, second, first):
        await save_message(ada, message.id)
    assert saved_by(ada) == ["second", "first"]
    for _ in range(2):
        await unsave_message(ada, first.id)
    assert saved_by(ada) == ["second"]


async def test_the_list_shows_messages_as_they_are_now(ada, ben, room):
    edited, deleted = [await send_message(ben, room.id, body) for body in ("at nine", "never mind")]
    for message in (edited, deleted):
        await save_message(ada, message.id)
    await edit_message(ben, edited.id, "at ten")
    await delete_message(ben, deleted.id)
    assert saved_by(ada) == ["at ten"]
    assert messages.saved_messages(ada).total == 1


@pytest.mark.parametrize("message_id", [0, -1, 10**30, "1", None, True, 1.0])
async def test_what_is_no_message_cannot_be_saved_and_can_be_removed(ada, room, message_id):
    with pytest.raises(NotFound):
        await save_message(ada, message_id)
    await unsave_message(ada, message_id)


async def test_a_deleted_message_cannot_be_saved(ada, ben, room):
    message = await send_message(ben, room.id, "never mind")
    await delete_message(ben, message.id)
    with pytest.raises(NotFound, match="deleted"):
        await save_message(ada, message.id)


async def test_there_is_a_maximum_and_removing_makes_room(ada, ben, room, monkeypatch):
    monkeypatch.setattr(commands.saved, "MAX_SAVED", 2)
    one, two, three = [await send_message(ben, room.id, body) for body in ("one", "two", "three")]
    await save_message(ada, one.id)
    await save_message(ada, two.id)
    await save_message(ada, two.id)
    with pytest.raises(Invalid, match="Remove some first"):
        await save_message(ada, three.id)
    await unsave_message(ada, one.id)
    await save_message(ada, three.id)
    assert saved_by(ada) == ["three", "two"]


async def test_a_long_list_has_pages(ada, ben, room, monkeypatch):
    monkeypatch.setattr(pagination, "PER_PAGE", 2)
    for body in ("one", "two", "three"):
        await save_message(ada, (await send_message(ben, room.id, body)).id)
    assert [saved_by(ada, page) for page in (0, 1, 2, 3)] == [["three", "two"], ["three", "two"], ["one"], ["one"]]
    listing = messages.saved_messages(ada)
    assert (listing.total, listing.pages) == (3, 2)


async def test_messages_in_archived_rooms_are_saved_and_stay_saved(ada, room):
    message = await send_message(ada, room.id, "how we did it")
    Room.update(archived_at=now_ms()).execute()
    await save_message(ada, message.id)
    assert saved_by(ada) == ["how we did it"]


async def test_a_list_costs_the_same_queries_however_long_it_is(ada, ben, room):
    async def cost():
        await save_message(ada, (await send_message(ben, room.id, "more")).id)
        return cost_of(messages.saved_messages, ada)

    assert [await cost() for _ in range(3)] == [2, 2, 2]


async def test_who_is_shut_out_saves_nothing(ada, ben, room):
    message = await send_message(ben, room.id, "still here")
    await save_message(ada, message.id)
    User.update(deactivated_at=now_ms()).where(User.id == ada.id).execute()
    for command in (save_message, unsave_message):
        with pytest.raises(NotSignedIn):
            await command(ada, message.id)
    assert saved_by(ada) == []
