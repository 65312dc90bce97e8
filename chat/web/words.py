"""Tells the pages that show a room what is added to a message that is being written: what was added alone.

One emit for all of them, of some sixty bytes. What comes faster than that goes out together: the more pages there are,
the longer it waits, up to a third of a second, which nobody takes for a stop while they read.
"""

import asyncio
from dataclasses import dataclass, replace

from chat.elements.stream import follower_count, has_followers, signal_now
from chat.messages.events import MessageRunning, WordsAdded

NAME = "words"

SHORTEST, LONGEST = 0.05, 0.33
"""Seconds between two emits of one message: among few pages, and among very many."""

MANY = 100
"""Pages among which it is the longest."""


@dataclass(slots=True)
class _Pause:
    """The time after an emit, and what was added to the message within it, if anything was."""

    timer: asyncio.TimerHandle
    words: WordsAdded | None = None


_pauses: dict[int, _Pause] = {}


def tell(added: WordsAdded) -> None:
    """Tell what was added to a message, at once or after the pause."""
    pause = _pauses.get(added.message_id)
    if pause is None:
        if has_followers(added.topic):
            _send(added)
    elif pause.words is None:
        pause.words = added
    elif _end(pause.words) == added.offset:
        pause.words = replace(pause.words, text=pause.words.text + added.text)
    else:  # a piece that another process has told already, or lacked
        _emit(pause.words)
        pause.words = added


def tell_stored(event: MessageRunning) -> None:
    """Tell how far a message is stored, which is the room's next revision: whoever lacks something asks for it.

    What waits goes with it, and then the pause begins anew: of five emits a second to a large room this saves one.
    """
    message = event.message
    pause = _pauses.get(message.id)
    words, length = pause and pause.words, len(message.body)
    if pause and words and _end(words) >= length:
        _send(words, message.revision)
    else:
        if pause and words:
            _emit(words)
            pause.words = None
        signal_now(event.topic, NAME, [message.id, length, ""], revision=message.revision)


def _send(added: WordsAdded, revision: int | None = None) -> None:
    _emit(added, revision)
    if pause := _pauses.get(added.message_id):
        pause.timer.cancel()
    seconds = SHORTEST + (LONGEST - SHORTEST) * min(1, follower_count(added.topic) / MANY)
    timer = asyncio.get_running_loop().call_later(seconds, _send_rest, added.message_id)
    _pauses[added.message_id] = _Pause(timer)


def _send_rest(message_id: int) -> None:
    if words := _pauses.pop(message_id).words:
        _send(words)


def _emit(added: WordsAdded, revision: int | None = None) -> None:
    signal_now(added.topic, NAME, [added.message_id, added.offset, added.text], revision=revision)


def _end(words: WordsAdded) -> int:
    return words.offset + len(words.text)
