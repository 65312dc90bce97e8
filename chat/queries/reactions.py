"""Reads of the emoji that people have put on messages."""

from collections.abc import Collection

from chat.items import ReactionItem, UserItem
from chat.queries.people import user_item
from models import Reaction, User


def reactions_to(message_ids: Collection[int]) -> dict[int, tuple[ReactionItem, ...]]:
    """Find what has been put on each of these messages, in the order in which each emoji came first."""
    if not message_ids:
        return {}
    found: dict[int, dict[str, list[UserItem]]] = {}
    rows = Reaction.select(Reaction, User).join(User).where(Reaction.message.in_(list(message_ids)))
    for row in sorted(rows, key=lambda row: row.id):  # few, and the index has them in another order
        found.setdefault(row.message_id, {}).setdefault(row.emoji, []).append(user_item(row.user))
    return {
        message_id: tuple(ReactionItem(emoji, tuple(users)) for emoji, users in kinds.items())
        for message_id, kinds in found.items()
    }
