"""Tells the pages that show a room what is added to a message that is being written: what was added alone.

One emit for all of them, of some sixty bytes. What comes faster than that goes out together: the more pages there are,
the longer it waits, up to a quarter of a second, which nobody takes for a stop while they read.
"""

import asyncio

from chat.elements.stream import follower_count, has_followers, signal_now
from chat.messages.events import MessageRunning, WordsAdded

NAME = "words"

SHORTEST, LONGEST = 0.05, 0.25
"""Seconds between two emits of one message: among few pages, and among very many."""

MANY = 100
"""Pages among which it is the longest."""

_waiting: dict[int, WordsAdded | None] = {}
"""What was added within the pause after an emit, by message; None if nothing was so far."""


def tell(added: WordsAdded) -> None:
    """Tell what was added to a message, at once or after the pause."""
    waiting = _waiting.get(added.message_id)
    if added.message_id not in _waiting:
        if has_followers(added.topic):
            _send(added)
    elif waiting is None:
        _waiting[added.message_id] = added
    elif waiting.offset + len(waiting.text) == added.offset:
        _waiting[added.message_id] = _together(waiting, added)
    else:  # a piece that another process has told already, or lacked
        _emit(waiting)
        _waiting[added.message_id] = added


def tell_stored(event: MessageRunning) -> None:
    """Tell how far a message is stored, which is the room's next revision: whoever lacks something asks for it."""
    message = event.message
    if waiting := _waiting.get(message.id):
        _waiting[message.id] = None
        _emit(waiting)
    data = [message.id, len(message.body), ""]
    signal_now(event.topic, NAME, data, revision=message.revision)


def _send(added: WordsAdded) -> None:
    _emit(added)
    _waiting[added.message_id] = None
    pause = SHORTEST + (LONGEST - SHORTEST) * min(1, follower_count(added.topic) / MANY)
    asyncio.get_running_loop().call_later(pause, _send_rest, added.message_id)


def _send_rest(message_id: int) -> None:
    if waiting := _waiting.pop(message_id, None):
        _send(waiting)


def _emit(added: WordsAdded) -> None:
    data = [added.message_id, added.offset, added.text]
    signal_now(added.topic, NAME, data)


def _together(one: WordsAdded, other: WordsAdded) -> WordsAdded:
    return WordsAdded(one.message_id, one.room_id, one.offset, one.text + other.text)
