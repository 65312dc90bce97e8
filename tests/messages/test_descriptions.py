"""Saying in words what a file shows."""

import pytest

from chat import messages
from chat.errors import Forbidden, Invalid, NotFound
from chat.messages.events import MessageEdited
from tests.files import upload


@pytest.fixture
async def sent(ada, room):
    file = await upload(ada, room.id)
    return await messages.send_message(ada, room.id, "@ben look", files=[file.id])


def alt(ada, room):
    return messages.newest_messages(ada, room.id).messages[-1].files[0].alt


async def test_everybody_gets_the_words_and_the_message_is_not_marked_as_edited(ada, room, sent, published):
    published.clear()
    await messages.describe_file(ada, sent.id, sent.files[0].id, "  A cat\non a mat ")
    assert alt(ada, room) == "A cat on a mat"
    (event,) = published
    assert isinstance(event, MessageEdited)
    assert event.message.files[0].alt == "A cat on a mat"
    assert (event.message.edited_at, event.message.revision) == (None, sent.revision + 1)
    assert event.mentioned_before == event.message.mentioned_ids


async def test_once_more_the_same_is_no_change(ada, sent, published):
    for client_id in ("client-1", "client-1", "client-2"):
        await messages.describe_file(ada, sent.id, sent.files[0].id, "A cat", client_id=client_id)
    assert len(published) == 1


async def test_words_can_be_taken_away(ada, room, sent):
    await messages.describe_file(ada, sent.id, sent.files[0].id, "A cat")
    await messages.describe_file(ada, sent.id, sent.files[0].id, " ")
    assert alt(ada, room) == ""


async def test_only_the_sender_describes_a_file(ada, ben, room, sent):
    with pytest.raises(Forbidden):
        await messages.describe_file(ben, sent.id, sent.files[0].id, "A dog")
    assert alt(ada, room) == ""


async def test_a_file_is_described_at_its_own_message(ada, room, sent):
    other = await messages.send_message(ada, room.id, "other")
    for message, file in ((other.id, sent.files[0].id), (sent.id, 10**9), (sent.id, 0), (10**9, sent.files[0].id)):
        with pytest.raises(NotFound):
            await messages.describe_file(ada, message, file, "A cat")


@pytest.mark.parametrize("text", [None, 7, "x" * 1001, ["A cat"]])
async def test_what_is_no_text_or_too_long_is_refused(ada, sent, text):
    with pytest.raises(Invalid):
        await messages.describe_file(ada, sent.id, sent.files[0].id, text)


async def test_what_was_deleted_cannot_be_described(ada, sent):
    await messages.delete_message(ada, sent.id)
    with pytest.raises(NotFound):
        await messages.describe_file(ada, sent.id, sent.files[0].id, "A cat")
