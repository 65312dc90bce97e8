"""Stores the HTML of messages that were drawn anew when they were read: they look the same, so nobody is told."""

from collections.abc import Sequence

from chat.messages.markdown import VERSION
from chat.messages.redrawing import take_redrawn
from chat.storage.database import database
from models import Message

BATCH = 50
"""Messages that are stored at a time."""


async def store_redrawn() -> None:
    """Store some of what was drawn anew; to be called again and again."""
    if redrawn := take_redrawn(BATCH):
        await database.write(_store, redrawn)


def _store(redrawn: Sequence[tuple[int, str, str | None]]) -> None:
    """Store each unless its message has another text by now."""
    for message_id, body, html in redrawn:
        is_same = (Message.id == message_id) & (Message.body == body) & (Message.html_version < VERSION)
        Message.update(html=html, html_version=VERSION).where(is_same).execute()
