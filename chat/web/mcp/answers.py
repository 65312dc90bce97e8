"""What tools answer: what a model needs of rooms and messages, in few words."""

from datetime import UTC, datetime
from typing import Any

from chat.web.api.schemas import Message
from chat.web.api.schemas_of_rooms import ListedRoom


def room(item: ListedRoom) -> dict[str, Any]:
    """Describe a room."""
    return filled(
        room=item.id,
        name=item.name,
        kind=item.kind,
        description=item.description,
        unread=item.unread,
        mentions=item.mentions,
    )


def message(item: Message) -> dict[str, Any]:
    """Describe a message."""
    return filled(
        message=item.id,
        author=(item.posted_as and item.posted_as.name) or item.author.name,
        is_bot=item.author.is_bot,
        at=datetime.fromtimestamp(item.created_at // 1000, UTC).isoformat(),
        text=item.body,
        deleted=item.deleted_at is not None,
        edited=item.edited_at is not None,
        unfinished=item.streaming,
        reply_to=item.reply_to,
        thread=item.thread and {"room": item.thread.id, "replies": item.thread.replies},
        reactions={one.emoji: [person.name for person in one.users] for one in item.reactions},
        files=[{"name": file.name, "description": file.alt} for file in item.files],
    )


def filled(**fields: Any) -> dict[str, Any]:
    """Leave out what is empty."""
    return {name: value for name, value in fields.items() if value}
