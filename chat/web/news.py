"""Tells the pages of a room's members that something was said there, whatever they show.

Each time in one emit for all of them, of a few bytes; under load at most once a second per room.
"""

import asyncio
from collections.abc import Sequence
from itertools import count

from nicegui import background_tasks

from chat.elements.stream import has_followers, signal
from chat.rooms.events import news_topic

PAUSE = 1.0
"""Seconds between two emits of one room; what happens in between goes out together."""

News = tuple[object, ...]
"""The id of a new message, or of a deleted one with a minus, the author's, and the room's revision with it.

Where it means somebody, the ids of these follow (`messages.items.EVERYBODY` for all); of one that is deleted, or that
an edit has made mean others, also the ids of those whom it meant before.
"""

Ids = Sequence[int]

_waiting: dict[int, list[News]] = {}
"""What has happened in rooms of which something was told within the pause."""

_moments = count(1)
_told: dict[int, int] = {}
"""When something was told last of each room, by a count of such moments."""


def tell(room_id: int, message_id: int, author_id: int, revision: int, *mentioned: Ids) -> None:
    """Tell of a new message or, with a negative id, of a deleted one.

    With both whom it means now and whom it meant before, a positive id is that of a message that was edited.
    """
    _told[room_id] = next(_moments)
    news = (message_id, author_id, revision, *mentioned)
    if room_id in _waiting:
        _waiting[room_id].append(news)
    elif has_followers(news_topic(room_id)):
        _send(room_id, [news])


def moment() -> int:
    """Return a moment for `has_told_since`."""
    return next(_moments)


def has_told_since(before: int, room_id: int) -> bool:
    """Whether something was told of a room after a moment: what was read at that moment may lack it."""
    return _told.get(room_id, 0) > before


def _send(room_id: int, news: list[News]) -> None:
    _waiting[room_id] = []
    background_tasks.create(signal(news_topic(room_id), "news", news))
    asyncio.get_running_loop().call_later(PAUSE, _send_rest, room_id)


def _send_rest(room_id: int) -> None:
    if news := _waiting.pop(room_id):
        _send(room_id, news)
