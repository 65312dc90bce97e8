"""The texts that messages had before they were edited."""

from collections.abc import Collection
from dataclasses import dataclass

from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.messages.retention import keeps_history
from chat.rooms import visible_to
from models import Message, MessageVersion, Room, row_id

MAX_SHOWN = 100
"""How many of a message's former texts are shown, the newest ones."""


@dataclass(frozen=True, slots=True)
class VersionItem:
    """A text that a message had before, as it was typed, and since when."""

    body: str
    written_at: int


def versions(actor: UserItem, message_id: int) -> list[VersionItem]:
    """Return the texts that a message had, the newest first and the present one at its head; raises `NotFound`.

    Where edits keep nothing, or kept nothing of this one, the present text is all.
    """
    rows = Message.select().join(Room).where(Message.id == row_id(message_id), visible_to(actor))
    message = rows.where(Message.deleted_at.is_null()).first()
    if message is None:
        raise NotFound("Message not found.")
    now = VersionItem(message.body, message.edited_at or message.created_at)
    if not keeps_history():
        return [now]
    before = MessageVersion.select().where(MessageVersion.message == message).order_by(MessageVersion.id.desc())
    return [now, *(VersionItem(row.body, row.written_at) for row in before.limit(MAX_SHOWN))]


def with_kept_versions(message_ids: Collection[int]) -> set[int]:
    """Return of which of these messages a former text is kept; no query if there is no message."""
    if not message_ids:
        return set()
    rows = MessageVersion.select(MessageVersion.message).where(MessageVersion.message.in_(list(message_ids)))
    return {row.message_id for row in rows.distinct()}
