"""What pages are told of a message that grows: the fewest emits, and nothing is missing in them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chat import messages
from chat.accounts.items import UserItem
from chat.messages.events import MessageRunning, WordsAdded
from chat.messages.items import MessageItem
from chat.rooms.items import RoomItem
from chat.web import words

Emits = list[tuple[int, str, int | None]]


@pytest.fixture
def emits(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emits]:
    """Collect what a page that shows the room is told: after how many characters, what, and the room's revision."""
    emits: Emits = []

    def signal_now(_topic: str, _name: str, data: tuple[int, int, str], *, revision: int | None) -> None:
        emits.append((data[1], data[2], revision))

    monkeypatch.setattr(words, "signal_now", signal_now)
    monkeypatch.setattr(words, "has_followers", lambda _: True)
    monkeypatch.setattr(words, "_pauses", {})
    yield emits
    for pause in words._pauses.values():
        pause.timer.cancel()


@pytest.fixture
async def message(ada: UserItem, room: RoomItem) -> MessageItem:
    return (await messages.start_message(ada, room.id))[0]


def add(message: MessageItem, offset: int, text: str) -> None:
    words.tell(WordsAdded(message.id, message.room_id, offset, text))


def store(message: MessageItem, body: str, revision: int) -> None:
    words.tell_stored(MessageRunning(replace(message, body=body, revision=revision)))


async def test_what_comes_within_the_pause_is_told_at_its_end(emits: Emits, message: MessageItem) -> None:
    for offset, text in ((0, "One"), (3, " two"), (7, " three")):
        add(message, offset, text)
    assert emits == [(0, "One", None)]
    words._send_rest(message.id)
    assert emits[1:] == [(3, " two three", None)]
    words._send_rest(message.id)
    assert not words._pauses
    add(message, 13, ".")
    assert emits[2:] == [(13, ".", None)]


async def test_what_does_not_go_on_is_told_by_itself(emits: Emits, message: MessageItem) -> None:
    for offset, text in ((0, "One"), (3, " two"), (3, " two")):
        add(message, offset, text)
    words._send_rest(message.id)
    assert emits == [(0, "One", None), (3, " two", None), (3, " two", None)]


async def test_what_waits_goes_with_what_is_stored(emits: Emits, message: MessageItem) -> None:
    add(message, 0, "One")
    add(message, 3, " two")
    store(message, "One two", 5)
    assert emits[1:] == [(3, " two", 5)]
    add(message, 7, " three")
    assert len(emits) == 2  # the pause has begun anew
    words._send_rest(message.id)
    assert emits[2:] == [(7, " three", None)]


async def test_what_is_stored_is_told_by_itself_where_nothing_or_less_waits(emits: Emits, message: MessageItem) -> None:
    store(message, "One", 5)
    assert emits == [(3, "", 5)]
    add(message, 3, " two")
    add(message, 7, " three")
    store(message, "One two three four", 6)  # by another process, whose words are on their way
    assert emits[2:] == [(7, " three", None), (18, "", 6)]
    words._send_rest(message.id)
    assert len(emits) == 4
