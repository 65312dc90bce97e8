"""The page with the threads that somebody follows."""

import pytest
from nicegui.testing import User as Visitor

from chat import messages
from chat.accounts import user_item
from chat.web.components.thread.thread_panel import ThreadPanel
from models import Membership, Message, Room, User, db
from tests.page_client import log_in, page

THREAD = '"tag":"nicegui-thread_panel"'


async def test_threads_that_one_follows_are_listed_unread_ones_first(visitor: Visitor) -> None:
    await log_in(visitor)
    with db.connection_context():
        Membership.delete().where(Membership.parent_id.is_null(False)).execute()  # those of the demo
    assert "No threads yet" in await page(visitor, "/threads")
    with db.connection_context():
        adam, other = User.get(User.email == "adam@streamchat.io"), User.get(User.email == "blake@streamchat.io")
        roots = [message.id for message in Message.select().order_by(Message.id).limit(2)]
    for root, text in zip(roots, ("<b>mine</b>", "mine, too"), strict=True):
        thread = await messages.open_thread(user_item(adam), root)
        await messages.send_message(user_item(adam), thread.id, text)
        if root == roots[0]:
            await messages.send_message(user_item(other), thread.id, "theirs")
    await messages.send_message(user_item(adam), thread.id, "later than all")
    text = await page(visitor, "/threads")
    first, second = (text.index(f"/rooms/{thread.room_id}/thread/{root}") for root in roots)
    assert first < second
    assert text.count('<li data-unread="1">') == 1
    assert "&lt;b&gt;mine&lt;/b&gt;" in text
    assert '<bdi translate="no">#' in text
    assert text.index("theirs") < text.index("later than all")


async def test_a_thread_is_made_by_the_live_page_and_not_by_a_request_for_its_address(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await log_in(visitor)
    with db.connection_context():
        root = (
            Message.select().where(Message.room == 1, Message.thread_id.is_null()).order_by(Message.id.desc()).first()
        )
        below = Room.select().where(Room.root_id == root.id)
    path = f"/rooms/1/thread/{root.id}"
    text = await page(visitor, path)
    with db.connection_context():
        assert not below.exists()
    assert THREAD not in text
    await visitor.open(path)
    await visitor.should_see(ThreadPanel, retries=20)
    with db.connection_context():
        assert below.count() == 1
    monkeypatch.setattr(messages, "open_thread", lambda *_: pytest.fail("opening one that is there writes nothing"))
    assert THREAD in await page(visitor, path)


async def test_a_thread_has_no_pages_of_a_room(visitor: Visitor) -> None:
    await log_in(visitor)
    with db.connection_context():
        adam = user_item(User.get(User.email == "adam@streamchat.io"))
        root = Message.select().order_by(Message.id).get().id
    thread = await messages.open_thread(adam, root)
    for part in ("leave", "members", "members/add", "settings"):
        assert (await visitor.http_client.get(f"/rooms/{thread.id}/{part}")).status_code == 404, part
