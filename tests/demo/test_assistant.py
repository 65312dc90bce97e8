"""The demo's assistant answers whoever mentions it, word by word, and nobody else."""

import asyncio

import pytest

from chat import messages
from chat.accounts.items import UserItem
from chat.demo import NAME, Assistant
from chat.demo.assistant import OTHERWISE, answer_to
from chat.messages import send_message
from chat.messages.events import MessageFinished, WordsAdded
from chat.realtime.bus import bus
from chat.realtime.events import Event
from chat.rooms.items import RoomItem
from models import Bot, Setting, User
from tests.people import somebody


@pytest.mark.parametrize("is_demo", [True, False])
async def test_it_answers_in_a_demo_alone(
    ada: UserItem, room: RoomItem, published: list[Event], monkeypatch: pytest.MonkeyPatch, is_demo: bool
) -> None:
    row = User.create(name=NAME, name_key="assistant", email="a@b", password_hash="-", role="bot")
    Bot.create(user=row, owner=ada.id)
    if is_demo:
        Setting.create(name="demo", value="1")
    monkeypatch.setattr(bus, "_subscribers", dict(bus._subscribers))
    assistant = Assistant(lambda _seconds: asyncio.sleep(0))
    assistant.start()
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
