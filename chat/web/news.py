"""Tells the pages of a room's members that something was said there, whatever they show.

Each time in one emit for all of them, of a few bytes; under load at most once a second per room, and then what was said
in a row is put together.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from typing import Any

from chat.elements.stream import has_followers, signal_now
from chat.rooms.events import news_topic

PAUSE = 1.0
"""Seconds between two emits of one room; what happens in between goes out together."""

News = tuple[Any, ...]
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


def put_together(news: Iterable[News]) -> Iterator[News]:
    """Make one of new messages in a row that mean nobody: how many each author has written, from which id to which.

    So the first field is the newest message's id, as of a single one; the second is a number for each author, the third
    the room's newest revision among them, and the fourth the oldest message's id. Whoever has counted a part of them
    counts anew.
    """
    for is_plain, row in groupby(news, _is_plain):
        several = list(row)
        if is_plain and len(several) > 1:
            ids, authors, revisions = zip(*several, strict=True)
            yield max(ids), Counter(map(str, authors)), max(revisions), min(ids)
        else:
            yield from several


def _is_plain(news: News) -> bool:
    message_id, _author, _revision, *mentioned = news
    return message_id > 0 and not mentioned


def _send(room_id: int, news: list[News]) -> None:
    _waiting[room_id] = []
    signal_now(news_topic(room_id), "news", list(put_together(news)))
    asyncio.get_running_loop().call_later(PAUSE, _send_rest, room_id)


def _send_rest(room_id: int) -> None:
    if news := _waiting.pop(room_id):
        _send(room_id, news)
