"""The demo's assistant answers whoever mentions it, word by word, and nobody else."""

import asyncio

import pytest

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.demo import NAME, Assistant
from chat.demo.assistant import BUSY, MOST_WAITING, OTHERWISE, answer_to
from chat.messages import send_message
from chat.messages.events import MessageFinished, WordsAdded
from chat.realtime.bus import bus
from chat.realtime.events import Event
from chat.rooms.items import RoomItem
from models import Bot, Message, Setting, User
from tests.people import somebody


@pytest.mark.parametrize("is_demo", [True, False])
async def test_it_answers_in_a_demo_alone(
    ada: UserItem, room: RoomItem, published: list[Event], monkeypatch: pytest.MonkeyPatch, is_demo: bool
) -> None:
    row = User.create(name=NAME, name_key="assistant", email="a@b", password_hash="-", role="bot")
    Bot.create(user=row, owner=ada.id)
    if is_demo:
        Setting.create(name="demo", value="1")
    monkeypatch.setattr(
        bus, "_subscribers", {topic: dict(subscribers) for topic, subscribers in bus._subscribers.items()}
    )
    assistant = Assistant(lambda _source: None, lambda _seconds: asyncio.sleep(0))
    await assistant.start()
    asked = await send_message(ada, room.id, f"@{NAME} how do I search?")
    await send_message(ada, room.id, "nobody in particular")
    while assistant._answers:
        await asyncio.gather(*assistant._answers)
    said = messages.newest_messages(somebody(), room.id).messages[2:]
    assert [message.body for message in said] == ([answer_to("search")] if is_demo else [])
    assert sum(isinstance(event, MessageFinished) for event in published) == is_demo
    if is_demo:
        assert said[0].reply_to
        assert said[0].reply_to.id == asked.id
        assert sum(isinstance(event, WordsAdded) for event in published) > 10


def test_it_is_honest_where_it_knows_nothing() -> None:
    assert answer_to("what is love?") == OTHERWISE
    assert "a demo" in OTHERWISE


@pytest.fixture
async def assistant(ada: UserItem, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The assistant of a demo, which needs no time to think."""
    row = User.create(name=NAME, name_key="assistant", email="a@b", password_hash="-", role="bot")
    Bot.create(user=row, owner=ada.id)
    Setting.create(name="demo", value="1")
    monkeypatch.setattr(
        bus, "_subscribers", {topic: dict(subscribers) for topic, subscribers in bus._subscribers.items()}
    )
    assistant = Assistant(lambda _source: None, lambda _seconds: asyncio.sleep(0))
    await assistant.start()
    return assistant


async def answered(assistant: Assistant, room_id: int) -> list[str]:
    while assistant._answers:
        await asyncio.gather(*assistant._answers)
    rows = Message.select(Message.body).join(User).where(Message.room == room_id, User.name == NAME)
    return [row.body for row in rows.order_by(Message.id)]


async def test_who_is_alone_with_it_need_not_name_it_and_sees_that_it_is_there(
    ada: UserItem, ben: UserItem, assistant: Assistant
) -> None:
    bot = User.get(User.name == NAME)
    alone = await rooms.open_direct(ada, [bot.id])
    others = await rooms.open_direct(ada, [ben.id])
    await send_message(ada, others.id, "how do I search?")
    await send_message(ada, alone.id, "how do I search?")
    assert await answered(assistant, alone.id) == [answer_to("search")]
    assert await answered(assistant, others.id) == []
    assert assistant._present() == {bot.id: True}


async def test_each_of_many_is_answered_in_turn_or_told_that_too_many_ask(
    ada: UserItem, room: RoomItem, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    thought = asyncio.Event()
    monkeypatch.setattr(assistant, "_sleep", lambda _seconds: thought.wait())
    for _ in range(MOST_WAITING + 2):
        await send_message(ada, room.id, f"@{NAME} how do I search?")
    thought.set()
    said = await answered(assistant, room.id)
    assert sorted(said) == sorted([answer_to("search")] * MOST_WAITING + [BUSY] * 2)
