"""Messages that are written word by word: what is told and stored of them, and how they end."""

import pytest

from chat import messages
from chat.accounts.items import UserItem
from chat.errors import Conflict, Forbidden, Invalid, NotFound, OutOfStep, TooMany
from chat.messages import (
    append_words,
    delete_message,
    edit_message,
    end_interrupted,
    finish_message,
    react,
    running,
    send_message,
    start_message,
    store_words,
)
from chat.messages.commands import storing_words
from chat.messages.events import MessageCreated, MessageFinished, MessageReacted, MessageRunning, WordsAdded
from chat.messages.items import MessageItem
from chat.realtime.events import Event
from chat.rooms import archive_room
from chat.rooms.items import RoomItem
from chat.text import MAX_BODY
from models import Message, RunningText, User
from tests.people import somebody


def page(room: RoomItem) -> list[MessageItem]:
    return list(messages.newest_messages(somebody(), room.id).messages)


async def test_what_is_added_is_told_alone_stored_together_and_whole_at_the_end(
    ada: UserItem, ben: UserItem, room: RoomItem, published: list[Event]
) -> None:
    begun, is_new = await start_message(ada, room.id)
    assert is_new
    assert (begun.is_running, begun.body, begun.html) == (True, "", "")
    assert await append_words(ada, begun.id, "Hello **you**", 0) == 13
    assert await append_words(ada, begun.id, " @Ben 👍", 13) == 20
    assert Message.get_by_id(begun.id).body == ""
    await store_words()
    assert RunningText.get().text == "Hello **you** @Ben 👍"
    done = await finish_message(ada, begun.id)
    assert (done.is_running, done.is_interrupted, done.body) == (False, False, "Hello **you** @Ben 👍")
    assert "<strong>you</strong>" in done.html
    assert [user.id for user in done.mentions] == [ben.id]
    assert [type(event) for event in published] == [
        *(MessageCreated, WordsAdded, WordsAdded, MessageRunning, MessageFinished),
    ]
    assert published[1:3] == [
        WordsAdded(begun.id, room.id, 0, "Hello **you**"),
        WordsAdded(begun.id, room.id, 13, " @Ben 👍"),
    ]
    assert page(room) == [done]
    assert RunningText.select().count() == 0


async def test_adding_once_more_does_nothing_and_a_gap_says_how_far_it_is(
    ada: UserItem, room: RoomItem, published: list[Event]
) -> None:
    message, _ = await start_message(ada, room.id, "One ", "the-answer")
    again, is_new = await start_message(ada, room.id, "One ", "the-answer")
    assert (again.id, is_new) == (message.id, False)
    assert await append_words(ada, message.id, "two ", 4) == 8
    assert await append_words(ada, message.id, "two ", 4) == 8
    assert await append_words(ada, message.id, "One two three", 0) == 13
    assert [event.text for event in published if isinstance(event, WordsAdded)] == ["two ", "three"]
    for offset, text in ((14, "x"), (4, "2 "), (0, "One two tree")):
        with pytest.raises(OutOfStep) as caught:
            await append_words(ada, message.id, text, offset)
        assert caught.value.length == 13
    for offset in (-1, True, "3", None, 1.0):
        with pytest.raises(Invalid):
            await append_words(ada, message.id, "x", offset)
    assert page(room)[0].body == "One two three"


async def test_whoever_comes_in_between_gets_what_was_said_so_far(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    message, _ = await start_message(ada, room.id, "so")
    await append_words(ada, message.id, " far", 2)
    await react(ben, message.id, "👀", on=True)
    (shown,) = page(room)
    assert (shown.body, shown.is_running, len(shown.reactions)) == ("so far", True, 1)
    changes = messages.changes_since(somebody(), room.id, message.revision)
    assert changes is not None
    assert changes.edited == [shown]


async def test_another_process_goes_on_with_what_is_stored(ada: UserItem, room: RoomItem) -> None:
    message, _ = await start_message(ada, room.id)
    await append_words(ada, message.id, "stored", 0)
    await store_words()
    await append_words(ada, message.id, " and lost", 6)
    running.forget(message.id)  # as a process that was ended
    storing_words._waiting.popitem()[1].cancel()
    with pytest.raises(OutOfStep) as caught:
        await append_words(ada, message.id, ".", 15)
    assert caught.value.length == 6
    assert await append_words(ada, message.id, " and said again.", 6) == 22
    assert (await finish_message(ada, message.id, offset=22)).body == "stored and said again."


async def test_what_another_process_has_stored_is_not_lost_by_who_finishes(ada: UserItem, room: RoomItem) -> None:
    message, _ = await start_message(ada, room.id, "here")
    RunningText.update(text="here and there").execute()
    assert (await finish_message(ada, message.id)).body == "here and there"


async def test_what_is_heard_of_another_process_is_known(ada: UserItem, room: RoomItem, published: list[Event]) -> None:
    stop = messages.hear_words()
    message, _ = await start_message(ada, room.id, "a")
    storing_words._hear(WordsAdded(message.id, room.id, 1, "b"))
    storing_words._hear(WordsAdded(message.id, room.id, 5, "lost"))
    assert await append_words(ada, message.id, "c", 2) == 3
    await finish_message(ada, message.id)
    assert running.known(message.id) is None
    stop()


async def test_an_end_that_was_not_heard_of_is_noticed(ada: UserItem, room: RoomItem) -> None:
    ended, going_on = [(await start_message(ada, room.id, text))[0] for text in ("a", "b")]
    RunningText.delete().where(RunningText.message == ended.id).execute()  # by another process, in an outage of the bus
    await end_interrupted()
    assert running.known(ended.id) is None
    assert running.known(going_on.id) is not None


async def test_too_long_a_text_stays_as_it_was_and_can_be_finished(ada: UserItem, room: RoomItem) -> None:
    message, _ = await start_message(ada, room.id, "x" * (MAX_BODY - 1))
    with pytest.raises(Invalid, match="1 character too long"):
        await append_words(ada, message.id, "yz", MAX_BODY - 1)
    assert len((await finish_message(ada, message.id)).body) == MAX_BODY - 1
    with pytest.raises(Invalid, match="too long"):
        await start_message(ada, room.id, "x" * (MAX_BODY + 1))


async def test_only_so_many_at_a_time_and_nothing_empty(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    begun = [(await start_message(ada, room.id))[0] for _ in range(5)]
    with pytest.raises(TooMany, match="5 messages at the same time"):
        await start_message(ada, room.id)
    await start_message(ben, room.id)
    with pytest.raises(Invalid, match="empty"):
        await finish_message(ada, begun[0].id)
    assert (await finish_message(ada, begun[0].id, "All of it.")).body == "All of it."
    assert (await finish_message(ada, begun[0].id)).body == "All of it."
    await start_message(ada, room.id)


async def test_nobody_else_goes_on_with_it(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    message, _ = await start_message(ada, room.id)
    for asked in (append_words(ben, message.id, "x", 0), finish_message(ben, message.id, "x")):
        with pytest.raises(Forbidden):
            await asked
    for asked in (append_words(ada, 999, "x", 0), finish_message(ada, 999, "x")):
        with pytest.raises(NotFound):
            await asked


async def test_an_edit_or_a_deletion_ends_it(ada: UserItem, room: RoomItem) -> None:
    one, two = [(await start_message(ada, room.id, "begun"))[0] for _ in range(2)]
    assert not (await edit_message(ada, one.id, "edited")).is_running
    with pytest.raises(Conflict, match="finished"):
        await append_words(ada, one.id, " x", 5)
    await delete_message(ada, two.id)
    with pytest.raises(NotFound, match="deleted"):
        await append_words(ada, two.id, " x", 5)
    assert [(message.body, message.is_running) for message in page(room)] == [("edited", False)]


async def test_in_a_room_that_is_archived_meanwhile_what_was_accepted_stays(ada: UserItem, room: RoomItem) -> None:
    message, _ = await start_message(ada, room.id, "before")
    User.update(role="administrator").execute()
    await archive_room(ada, room.id)
    await append_words(ada, message.id, " and", 6)
    await store_words()
    with pytest.raises(Forbidden):
        await append_words(ada, message.id, " after", 6)
    assert page(room)[0].body == "before and"


async def test_an_answer_quotes_what_was_said_so_far(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    message, _ = await start_message(ada, room.id)
    answer = await send_message(ben, room.id, "Go on!", reply_to=message.id)
    assert answer.reply_to
    assert answer.reply_to.text == "…"
    await append_words(ada, message.id, "Well, then", 0)
    assert [one.reply_to.text for one in page(room) if one.reply_to] == ["Well, then"]


async def test_after_a_minute_of_silence_what_was_said_is_left_and_marked(
    ada: UserItem, ben: UserItem, room: RoomItem, published: list[Event]
) -> None:
    one, two = [(await start_message(ada, room.id, text))[0] for text in ("Well, @Ben, ", "")]
    await end_interrupted()
    assert [message.is_running for message in page(room)] == [True, True]
    RunningText.update(said_at=0).execute()
    await end_interrupted()
    (left,) = page(room)
    assert (left.id, left.body, left.is_running, left.is_interrupted) == (one.id, "Well, @Ben,", False, True)
    assert [user.id for user in left.mentions] == [ben.id]
    assert published[2] == MessageFinished(left)
    with pytest.raises(Conflict, match="finished"):
        await append_words(ada, one.id, "x", 12)
    assert not (await edit_message(ada, one.id, "Well.")).is_interrupted
    del two


async def test_a_reaction_while_it_is_written_does_not_take_words_back(
    ada: UserItem, ben: UserItem, room: RoomItem, published: list[Event]
) -> None:
    message, _ = await start_message(ada, room.id)
    await append_words(ada, message.id, "words", 0)
    await react(ben, message.id, "👍", on=True)
    reacted = published[-1]
    assert isinstance(reacted, MessageReacted)
    assert reacted.message.body == "words"


async def test_characters_that_are_not_stored_keep_their_places(ada: UserItem, room: RoomItem) -> None:
    message, _ = await start_message(ada, room.id)
    assert await append_words(ada, message.id, "a\r\nb\x07c\ud800", 0) == 7
    assert (await finish_message(ada, message.id)).body == "a \nb c"
