"""Whom messages mean, read from their table."""

from collections.abc import Collection

from peewee import JOIN

from chat.accounts import user_item
from chat.messages.items import MentionItem
from models import Mention, User


def load_mentions(message_ids: Collection[int]) -> dict[int, tuple[MentionItem, ...]]:
    """Return who is meant by each of these messages, in the order in which they come first in its text."""
    if not message_ids:
        return {}
    found: dict[int, list[MentionItem]] = {}
    rows = Mention.select(Mention, User).join(User, JOIN.LEFT_OUTER).where(Mention.message.in_(list(message_ids)))
    for row in rows:
        user = user_item(row.user) if row.user else None
        found.setdefault(row.message_id, []).append(MentionItem(user, _places(row.places)))
    return {id_: tuple(sorted(there, key=lambda mention: mention.places)) for id_, there in found.items()}


def _places(text: str) -> tuple[tuple[int, int], ...]:
    pairs = (place.split(":") for place in text.split())
    return tuple((int(start), int(end)) for start, end in pairs)
