"""Answers: what they quote, as it is now, and whom they are told to."""

from collections.abc import Callable

import pytest

from chat import accounts, messages, notifications, rooms
from chat.accounts.items import UserItem
from chat.errors import Conflict, NotFound
from chat.messages import delete_message, edit_message, send_message
from chat.messages.events import MessageDeleted, MessageEdited
from chat.messages.items import MessageItem, QuoteItem
from chat.messages.quotes import MAX_TEXT, first_line
from chat.realtime.events import Event
from chat.rooms.items import RoomItem
from models import Membership, Message, User, now_ms
from tests.files import upload
from tests.statements import cost_of, counted

NewRoom = Callable[[str], RoomItem]


def newest(user: UserItem, room: RoomItem) -> MessageItem:
    return messages.newest_messages(user, room.id).messages[-1]


def mentions(user: UserItem, room: RoomItem) -> int:
    return next(item.mentions for item in rooms.unread(user) if item.room_id == room.id)


# ---- what is quoted


async def test_an_answer_quotes_the_first_line_of_what_it_answers(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    question = await send_message(ben, room.id, "\n**Lunch** at `noon`?\nOr later.")
    answer = await send_message(ada, room.id, "yes", reply_to=question.id)
    assert answer.reply_to == QuoteItem(question.id, ben, "Lunch at noon?")
    assert newest(ben, room) == answer
    assert answer.body == "yes"


async def test_a_quote_shows_the_message_and_its_author_as_they_are_now(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    question = await send_message(ben, room.id, "lunch?")
    answer = await send_message(ada, room.id, "yes", reply_to=question.id)
    await edit_message(ben, question.id, "dinner?")
    User.update(name="Benedict").where(User.id == ben.id).execute()
    quote = newest(ada, room).reply_to
    assert quote
    assert (quote.text, quote.author and quote.author.name) == ("dinner?", "Benedict")
    assert newest(ada, room).revision == answer.revision


async def test_of_a_deleted_message_nothing_is_quoted(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    question = await send_message(ben, room.id, "lunch?")
    await send_message(ada, room.id, "yes", reply_to=question.id)
    await delete_message(ben, question.id)
    assert newest(ada, room).reply_to == QuoteItem(question.id, None, "")


async def test_an_edit_keeps_what_is_answered_and_a_deletion_does_not(
    ada: UserItem, ben: UserItem, room: RoomItem, published: list[Event]
) -> None:
    question = await send_message(ben, room.id, "lunch?")
    answer = await send_message(ada, room.id, "yes", reply_to=question.id)
    edited = await edit_message(ada, answer.id, "yes, please")
    assert edited.reply_to == answer.reply_to
    await delete_message(ada, answer.id)
    assert isinstance(published[-1], MessageDeleted)
    assert published[-1].message.reply_to is None
    assert Message.get_by_id(answer.id).reply_to is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\ntwo", "one"),
        ("   spaced    out  ", "spaced out"),
        ("x" * 500, "x" * (MAX_TEXT - 1) + "…"),
        ("", ""),
    ],
)
def test_a_first_line_is_one_line_and_cut(text: str, line: str) -> None:
    assert first_line(text) == line


async def test_of_code_lists_and_tables_the_first_line_is_text(ada: UserItem, room: RoomItem) -> None:
    for source, line in (("```py\nprint(1)\n```", "print(1)"), ("- a\n- b", "a"), ("> said\n\nmore", "said")):
        original = await send_message(ada, room.id, source)
        answer = await send_message(ada, room.id, "so", reply_to=original.id)
        assert answer.reply_to
        assert answer.reply_to.text == line


async def test_who_is_mentioned_in_a_quote_is_named_as_they_are_now(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    for source, line in (
        ("@ben & @Ada: <b>lunch</b>?", "@Benedict Cole & @Ada: <b>lunch</b>?"),
        ("**@ben**, `@ben`", "@Benedict Cole, @ben"),
        ("**a** " + "x" * 960 + " @ben " * 9, "a " + "x" * (MAX_TEXT - 3) + "…"),
    ):
        original = await send_message(ada, room.id, source)
        answer = await send_message(ada, room.id, "so", reply_to=original.id)
        await accounts.change_name(ben, "Benedict Cole")
        [*_, shown] = messages.newest_messages(ada, room.id).messages
        assert shown.id == answer.id
        assert shown.reply_to
        assert shown.reply_to.text == line
        await accounts.change_name(ben, "Ben")


async def test_of_files_alone_the_first_name_is_quoted(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    attached = [(await upload(ben, room.id, name=name)).id for name in ("plan.txt", "list.txt")]
    original = await send_message(ben, room.id, "", files=attached)
    answer = await send_message(ada, room.id, "thanks", reply_to=original.id)
    assert answer.reply_to
    assert answer.reply_to.text == "plan.txt"


# ---- what can be answered


async def test_only_messages_of_the_same_room_can_be_answered(
    ada: UserItem, ben: UserItem, room: RoomItem, new_room: NewRoom
) -> None:
    elsewhere = await send_message(ben, new_room("attic").id, "hidden")
    for wrong in (elsewhere.id, 0, -1, 10**30, "1", "", True, 1.0, [1]):
        with pytest.raises(NotFound, match="not in this room"):
            await send_message(ada, room.id, "yes", reply_to=wrong)
    assert messages.newest_messages(ada, room.id).messages == ()


async def test_in_a_thread_its_own_messages_are_answered(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    root = await send_message(ben, room.id, "lunch?")
    thread = await messages.open_thread(ada, root.id)
    first = await send_message(ben, thread.id, "at noon", reply_to=None)
    answer = await send_message(ada, thread.id, "later", reply_to=first.id)
    assert (answer.reply_to and answer.reply_to.text, answer.mentioned_ids) == ("at noon", (ben.id,))
    with pytest.raises(NotFound):
        await send_message(ada, thread.id, "later", reply_to=root.id)


async def test_who_answers_in_vain_has_not_entered_the_room(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    question = await send_message(ben, room.id, "lunch?")
    await rooms.leave_room(ada, room.id)
    with pytest.raises(NotFound):
        await send_message(ada, room.id, "yes", reply_to=question.id + 1)
    left = Membership.get(Membership.room == room.id, Membership.user == ada.id)
    assert left.left_at


async def test_a_deleted_message_cannot_be_answered_and_one_that_was_sent_before_is_stored_once(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    question = await send_message(ben, room.id, "lunch?")
    answer = await send_message(ada, room.id, "yes", "client-id", reply_to=question.id)
    await delete_message(ben, question.id)
    with pytest.raises(Conflict, match="has been deleted"):
        await send_message(ada, room.id, "still", reply_to=question.id)
    again = await send_message(ada, room.id, "yes", "client-id", reply_to=question.id)
    assert again.id == answer.id


# ---- whom it is told to


async def test_an_answer_counts_as_a_mention_of_the_one_answered(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    question = await send_message(ben, room.id, "lunch?")
    answer = await send_message(ada, room.id, "yes", reply_to=question.id)
    assert (answer.mentioned_ids, answer.answered_id, answer.mentions) == ((ben.id,), ben.id, ())
    assert (mentions(ben, room), mentions(ada, room)) == (1, 0)
    assert [notice.text for notice in notifications.notices(ben, [answer.id])] == ["yes"]
    await delete_message(ada, answer.id)
    assert mentions(ben, room) == 0


async def test_who_is_named_too_is_mentioned_once_and_is_still_meant_when_the_name_goes(
    ada: UserItem, ben: UserItem, room: RoomItem, published: list[Event]
) -> None:
    question = await send_message(ben, room.id, "lunch?")
    answer = await send_message(ada, room.id, "@Ben yes", reply_to=question.id)
    assert (answer.mentions, answer.answered_id, mentions(ben, room)) == ((ben,), None, 1)
    edited = await edit_message(ada, answer.id, "yes")
    assert (edited.mentions, edited.answered_id, mentions(ben, room)) == ((), ben.id, 1)
    event = published[-1]
    assert isinstance(event, MessageEdited)
    assert event.mentioned_before == event.message.mentioned_ids == (ben.id,)
    assert (await edit_message(ada, answer.id, "@Ben, yes")).answered_id is None


async def test_who_does_not_want_to_be_told_of_answers_is_not(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await notifications.set_replies(ben, are_wanted=False)
    question = await send_message(ben, room.id, "lunch?")
    answer = await send_message(ada, room.id, "yes", reply_to=question.id)
    assert (answer.mentioned_ids, mentions(ben, room)) == ((), 0)
    assert notifications.notices(ben, [answer.id]) == []
    named = await send_message(ada, room.id, "@Ben, yes", reply_to=question.id)
    assert (named.mentioned_ids, mentions(ben, room)) == ((ben.id,), 1)


async def test_nobody_is_told_of_an_answer_to_themselves_or_after_they_have_gone(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    own, other = [await send_message(user, room.id, "lunch?") for user in (ada, ben)]
    assert (await send_message(ada, room.id, "yes", reply_to=own.id)).mentioned == ()
    User.update(deactivated_at=now_ms()).where(User.id == ben.id).execute()
    assert (await send_message(ada, room.id, "yes", reply_to=other.id)).mentioned == ()


# ---- what it costs


async def test_a_page_with_answers_costs_one_query_more_however_many(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    await notifications.set_replies(ben, are_wanted=False)
    question = await send_message(ben, room.id, "lunch?")
    plain = cost_of(messages.newest_messages, ada, room.id)
    for _ in range(3):
        await send_message(ada, room.id, "yes", reply_to=question.id)
        assert cost_of(messages.newest_messages, ada, room.id) == plain + 1


async def test_a_message_that_answers_none_asks_for_none(ada: UserItem, room: RoomItem) -> None:
    await send_message(ada, room.id, "hello")
    with counted() as made:
        await send_message(ada, room.id, "hello")
    assert not any('"reply_to" IN' in text or "wants_replies" in text for text, _ in made)
