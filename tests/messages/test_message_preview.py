"""What a message would look like: as it does once it is sent, and neither stored nor told."""

import pytest

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.rooms.items import RoomItem
from models import Mention, Message

TEXTS = [
    "plain",
    "**fat** for @ben and @Ada, see #garden",
    "@room, @nobody and `@ben`",
    "- a\n- [x] b\n\n```py\nprint(1)\n```",
    "<b>no</b> [x](javascript:alert(1)) :tada:",
]


@pytest.mark.parametrize("text", TEXTS)
async def test_it_is_what_is_shown_once_it_is_sent(ada: UserItem, ben: UserItem, room: RoomItem, text: str) -> None:
    await rooms.create_room(ada, "garden")
    preview = messages.preview_message(ben, room.id, text)
    assert (Message.select().count(), Mention.select().count()) == (0, 0)
    sent = await messages.send_message(ben, room.id, text)
    assert (preview.html, preview.is_formatted) == (sent.html, sent.drawn is not None)


@pytest.mark.parametrize("text", [" ", "x" * 4001, None])
def test_what_cannot_be_sent_has_none(ben: UserItem, room: RoomItem, text: str) -> None:
    with pytest.raises(Invalid):
        messages.preview_message(ben, room.id, text)
