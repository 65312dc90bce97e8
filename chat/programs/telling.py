"""What an outgoing webhook is told: as in Slack and Mattermost, where there is such a thing here."""

from typing import Any

from chat.accounts.items import UserItem
from models import Message, OutgoingHook, Room


def told(hook: OutgoingHook, room: Room, message: Message, bot: UserItem) -> dict[str, Any]:
    """Return what is told of a message, which has its author and the room or thread that it is in."""
    return {
        "hook_id": hook.id,
        "trigger": "mention" if hook.listens_to == "mentions" else "message",
        "message_id": message.id,
        "room_id": room.id,
        "room_name": room.name,
        "thread": message.room.root_id,
        "user_id": message.author.id,
        "user_name": message.author.name,
        "bot_id": bot.id,
        "bot_name": bot.name,
        "text": message.body,
        "timestamp": message.created_at,
    }
