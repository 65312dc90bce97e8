"""Has texts drawn away from the event loop; and those of messages that an older renderer has drawn, or none."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from chat.messages.markdown import VERSION, draw
from chat.messages.markdown.colouring import colour_beside, colouring_beside
from chat.messages.markdown.markup import has_markup
from chat.messages.rows import MessageRow
from models import Message

MAX_WAITING = 1_000
"""How many messages that were drawn anew wait for being stored; others are drawn again when they are read again."""

_thread = ThreadPoolExecutor(1, "draw", initializer=colour_beside)
"""One, however much is said at a time: others wait for Python's lock as briefly as may be."""

_redrawn: dict[int, tuple[str, str | None]] = {}


async def draw_beside(source: str) -> str | None:
    """Draw a text on a thread; one without markup, as most are, needs none."""
    if not has_markup(source):
        return None
    return await asyncio.get_running_loop().run_in_executor(_thread, draw, source)


def html_of_row(row: Message | MessageRow) -> str | None:
    """Return a message's HTML as stored or, if an older renderer has made it, drawn now and noted to be stored.

    What a newer one has made, in another process, is taken as it is.
    """
    if row.html_version >= VERSION:
        html: str | None = row.html
        return html
    html = _draw(row.body)
    if (html is not None or row.html is not None) and len(_redrawn) < MAX_WAITING:
        _redrawn[row.id] = (row.body, html)
    return html


def take_redrawn(most: int) -> list[tuple[int, str, str | None]]:
    """Take some messages that were drawn anew: the id of each, its text and its HTML."""
    ids = list(_redrawn)[:most]
    return [(id_, *_redrawn.pop(id_)) for id_ in ids]


@lru_cache(maxsize=512)
def _draw(source: str) -> str | None:
    with colouring_beside():  # on a database's thread, too: for what a lexer makes of a text others should not wait
        return draw(source)
