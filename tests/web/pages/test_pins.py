"""The page with what is pinned to a room, and the number at its header."""

import re

import pytest
from nicegui.testing import User as Visitor

from chat.accounts import user_item
from chat.messages import open_thread, pin_message, send_message
from models import Message, Pin, Room, User, db, now_ms
from tests.page_client import follow, log_in, page, post


@pytest.fixture
async def reader(visitor: Visitor) -> Visitor:
    await log_in(visitor)
    return visitor


async def test_pins_are_listed_lead_to_their_messages_and_are_unpinned_there(reader: Visitor) -> None:
    assert "Nothing is pinned yet" in await page(reader, "/rooms/1/pins")
    with db.connection_context():
        adam = user_item(User.get(User.email == "adam@streamchat.io"))
        root = Message.get(Message.room == 1).id
    thread = await open_thread(adam, root)
    reply = await send_message(adam, thread.id, "the answer")
    for message_id in (root, reply.id):
        await pin_message(adam, message_id)
    text = await page(reader, "/rooms/1/pins")
    jumps = re.findall(r'href="/rooms/1/@(\d+)" aria-label="Jump to', text)
    assert [int(number) for number in jumps] == [reply.id, root]
    assert "Pinned by " in text
    assert "in a thread" in text
    shown = await follow(reader, await post(reader, "/rooms/1/pins/unpin", message_id=reply.id))
    assert "Unpinned." in shown
    with db.connection_context():
        assert [pin.message_id for pin in Pin.select()] == [root]
        Room.update(archived_at=now_ms()).where(Room.id == 1).execute()
    assert "Unpin the message" not in await page(reader, "/rooms/1/pins")
