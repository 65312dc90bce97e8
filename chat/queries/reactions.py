"""Reads of the emoji that people have put on messages."""

from collections.abc import Collection

from chat.items import ReactionItem
from chat.queries.people import user_item
from models import Reaction, User


def reactions_to(message_ids: Collection[int]) -> dict[int, tuple[ReactionItem, ...]]:
    """Find what has been put on each of these messages, in the order in which each emoji came first."""
    if not message_ids:
        return {}
    found: dict[int, dict[str, list[Reaction]]] = {}
    rows = Reaction.select(Reaction, User).join(User).where(Reaction.message.in_(list(message_ids)))
    for row in rows.order_by(Reaction.id):
        found.setdefault(row.message_id, {}).setdefault(row.emoji, []).append(row)
    return {
        message_id: tuple(
            ReactionItem(emoji, tuple(user_item(row.user) for row in rows)) for emoji, rows in kinds.items()
        )
        for message_id, kinds in found.items()
    }
