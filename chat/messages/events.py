"""What has happened to messages, and the topics that it is published under."""

from dataclasses import dataclass

from chat.accounts.items import UserItem
from chat.messages.items import MessageItem
from chat.rooms.events import room_topic


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """A room has reached `message.revision` by a change to this message."""

    message: MessageItem

    @property
    def topic(self) -> str:
        """The room the message belongs to."""
        return room_topic(self.message.room_id)


class MessageCreated(MessageEvent):
    """Somebody said something."""


class MessageEdited(MessageEvent):
    """Somebody put their words differently."""


class MessageDeleted(MessageEvent):
    """Somebody took their words back; the message is its tombstone."""


class MessageReacted(MessageEvent):
    """Somebody has put an emoji on it, or taken theirs back."""


@dataclass(frozen=True, slots=True)
class UserTyping:
    """Somebody has just been typing in a room; it is kept nowhere, and old in a few seconds."""

    room_id: int
    user: UserItem

    @property
    def topic(self) -> str:
        """The room they type in."""
        return room_topic(self.room_id)
