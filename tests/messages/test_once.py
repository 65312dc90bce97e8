"""Repeating an action under its client id does nothing, whatever has happened since; an edit overwrites no other."""

import pytest

from chat import messages
from chat.accounts import delete_account
from chat.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn
from chat.messages import (
    MAX_SAVED,
    commands,
    delete_message,
    edit_message,
    forget_completed_actions,
    react,
    save_message,
    send_message,
    unsave_message,
)
from models import CompletedAction, Message, Room, SavedMessage, User, now_ms
from tests.people import register_person, sign_in, somebody, stored

ID = "client-id-1"
WEEK_MS = 7 * 24 * 3600 * 1000

ACTIONS = {
    "edit": lambda actor, key, client_id: edit_message(actor, key, "mine", client_id=client_id),
    "delete": lambda actor, key, client_id: delete_message(actor, key, client_id=client_id),
    "react": lambda actor, key, client_id: react(actor, key, "🎉", on=True, client_id=client_id),
    "save": lambda actor, key, client_id: save_message(actor, key, client_id=client_id),
    "unsave": lambda actor, key, client_id: unsave_message(actor, key, client_id=client_id),
}


@pytest.fixture
async def message(ada, room):
    return await send_message(ada, room.id, "hello")


def text_of(message):
    return Message.get_by_id(message.id).body


def archive(room):
    Room.update(archived_at=now_ms()).where(Room.id == room.id).execute()


# ---- repeating


async def test_an_edit_that_is_repeated_does_not_undo_a_later_one(ada, message, published):
    first = await edit_message(ada, message.id, "first", client_id=ID)
    second = await edit_message(ada, message.id, "second")
    again = await edit_message(ada, message.id, "first", client_id=ID)
    assert text_of(message) == "second"
    assert len(published) == 2
    assert (again.body, again.revision) == ("second", second.revision)
    assert again.edited_at == first.edited_at, "a base that does not pass for having seen the second"


async def test_a_reaction_that_is_repeated_does_not_return_after_it_was_removed(ada, message, published):
    await react(ada, message.id, "🎉", on=True, client_id=ID)
    await react(ada, message.id, "🎉", on=False)
    assert (await react(ada, message.id, "🎉", on=True, client_id=ID)).reactions == ()
    assert len(published) == 2


async def test_so_it_is_with_what_is_saved(ada, message):
    await save_message(ada, message.id, client_id=ID)
    await unsave_message(ada, message.id, client_id="client-id-2")
    await save_message(ada, message.id, client_id=ID)
    assert messages.saved_messages(ada).total == 0
    await save_message(ada, message.id)
    await unsave_message(ada, message.id, client_id="client-id-2")
    assert messages.saved_messages(ada).total == 1


@pytest.mark.parametrize("name", ACTIONS)
async def test_what_was_done_is_done_even_if_it_would_be_refused_by_now(ada, room, message, name):
    await ACTIONS[name](ada, message.id, ID)
    await delete_message(ada, message.id)
    archive(room)
    before = stored()
    await ACTIONS[name](ada, message.id, ID)
    assert stored() == before


@pytest.mark.parametrize("name", ACTIONS)
async def test_what_was_there_already_counts_as_done(ada, room, name):
    message = await send_message(ada, room.id, "mine")
    if name == "unsave":
        await save_message(ada, message.id)
    await ACTIONS[name](ada, message.id, None)
    before = stored()
    await ACTIONS[name](ada, message.id, ID)
    assert {table for table, rows in stored().items() if rows != before[table]} == {"completedaction"}


@pytest.mark.parametrize("name", ["edit", "react", "save"])
async def test_a_refused_action_is_not_recorded_and_can_be_performed_later(ada, room, message, name, monkeypatch):
    archive(room)
    monkeypatch.setattr(commands.saved, "MAX_SAVED", 0)
    before = stored()
    with pytest.raises((Forbidden, Invalid)):
        await ACTIONS[name](ada, message.id, ID)
    assert stored() == before
    Room.update(archived_at=None).execute()
    monkeypatch.setattr(commands.saved, "MAX_SAVED", MAX_SAVED)
    await ACTIONS[name](ada, message.id, ID)
    assert stored() != before


async def test_each_has_client_ids_of_their_own(ada, ben, room, message):
    await edit_message(ada, message.id, "hers", client_id=ID)
    his = await send_message(ben, room.id, "hello")
    await edit_message(ben, his.id, "his", client_id=ID)
    assert (text_of(message), text_of(his)) == ("hers", "his")


async def test_a_client_id_used_for_something_else_is_refused_rather_than_nothing_done(ada, room, message):
    await edit_message(ada, message.id, "edited", client_id=ID)
    other = await send_message(ada, room.id, "another", ID)
    for attempt in (
        delete_message(ada, message.id, client_id=ID),
        edit_message(ada, other.id, "edited", client_id=ID),
        unsave_message(ada, message.id, client_id=ID),
    ):
        with pytest.raises(Invalid, match="already used"):
            await attempt
    assert (text_of(message), text_of(other)) == ("edited", "another")


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("client_id", [42, "short", "x" * 65, "has space", "line-end\n", b"abcdefgh"], ids=repr)
async def test_a_bad_client_id_is_refused(ada, message, published, name, client_id):
    before = stored()
    with pytest.raises(Invalid, match="client id"):
        await ACTIONS[name](ada, message.id, client_id)
    assert (stored(), published) == (before, [])


async def test_who_is_shut_out_learns_nothing_by_repeating(ada, message):
    await edit_message(ada, message.id, "edited", client_id=ID)
    User.update(deactivated_at=now_ms()).where(User.id == ada.id).execute()
    with pytest.raises(NotSignedIn):
        await edit_message(ada, message.id, "edited", client_id=ID)


async def test_it_is_known_for_a_week(ada, message):
    await edit_message(ada, message.id, "one", client_id=ID)
    CompletedAction.update(created_at=now_ms() - WEEK_MS + 60_000).execute()
    await forget_completed_actions()
    await edit_message(ada, message.id, "one, again", client_id=ID)
    assert text_of(message) == "one"
    CompletedAction.update(created_at=now_ms() - WEEK_MS - 1).execute()
    await forget_completed_actions()
    assert CompletedAction.select().count() == 0


async def test_who_leaves_leaves_no_list_of_what_they_did(opened, room):
    register_person("Boss", "administrator")
    me = await sign_in(register_person("Ada"))
    message = await send_message(me.user, room.id, "remember me")
    await save_message(me.user, message.id, client_id=ID)
    await delete_account(me)
    assert CompletedAction.select().count() == SavedMessage.select().count() == 0


# ---- two who edit at the same time


async def test_the_second_of_two_edits_of_one_text_is_refused_and_the_first_stays(ada, message, published):
    await edit_message(ada, message.id, "from one window", base=None)
    with pytest.raises(Conflict, match="changed in the meantime"):
        await edit_message(ada, message.id, "from the other", base=None)
    assert text_of(message) == "from one window"
    assert len(published) == 1


async def test_edits_go_on_from_what_the_one_before_returned(ada, message):
    base = None
    for text in ("one", "two", "three"):
        base = (await edit_message(ada, message.id, text, base=base)).edited_at
    assert text_of(message) == "three"


async def test_every_edit_has_a_later_time_whatever_the_clock_says(ada, message, monkeypatch):
    monkeypatch.setattr(commands.editing, "now_ms", iter([5000, 5000, 4000, 9000]).__next__)
    times = [(await edit_message(ada, message.id, f"edit {number}")).edited_at for number in range(4)]
    assert times == [5000, 5001, 5002, 9000]


async def test_who_wrote_the_same_has_no_conflict(ada, message, published):
    first = await edit_message(ada, message.id, "both", base=None)
    assert await edit_message(ada, message.id, "both", base=None) == first
    assert len(published) == 1


async def test_a_conflict_is_not_recorded(ada, message):
    await edit_message(ada, message.id, "theirs")
    with pytest.raises(Conflict):
        await edit_message(ada, message.id, "mine", base=None, client_id=ID)
    await edit_message(ada, message.id, "mine", client_id=ID)
    assert text_of(message) == "mine"


async def test_a_repeated_edit_is_no_conflict_with_itself(ada, message):
    first, again = [await edit_message(ada, message.id, "mine", base=None, client_id=ID) for _ in range(2)]
    assert first == again


async def test_a_deleted_message_is_gone_rather_than_in_conflict(ada, message):
    await delete_message(ada, message.id)
    with pytest.raises(NotFound):
        await edit_message(ada, message.id, "mine", base=7)


@pytest.mark.parametrize("base", ["", "None", 0, -1, 10**30, 1.5, [], {}, False], ids=repr)
async def test_a_base_that_is_none_is_a_conflict(ada, message, base):
    with pytest.raises(Conflict):
        await edit_message(ada, message.id, "mine", base=base)
    assert messages.newest_messages(somebody(), message.room_id).messages == (message,)
