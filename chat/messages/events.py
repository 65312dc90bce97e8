"""Events of messages, and their topics."""

from dataclasses import dataclass
from typing import ClassVar

from chat.accounts.events import person_topic
from chat.accounts.items import UserItem
from chat.messages.items import MessageItem
from chat.rooms.events import room_topic

FOLLOWERS = "followers"
"""What concerns those who follow a thread, for processes, which know whose pages are open."""

RETENTION = "retention"
"""For how long messages are kept, for processes, which tell pages to ask."""

WORDS = "words"
"""What concerns processes in which messages are written word by word."""


@dataclass(frozen=True, slots=True)
class ChangeBelow:
    """A change in a thread: the room that the thread is in, and which of all changes in that room's threads it is."""

    room_id: int
    number: int


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """A message was changed, by which its room has reached `message.revision`.

    `mentioned_before` are the ids of those whom it meant until then, as in `message.mentioned_ids`. Of a message in a
    thread, `below` says where that is.
    """

    message: MessageItem
    mentioned_before: tuple[int, ...] = ()
    below: ChangeBelow | None = None

    @property
    def topic(self) -> str:
        """The room the message belongs to."""
        return room_topic(self.message.room_id)


class MessageCreated(MessageEvent):
    """A message was sent."""


class MessageEdited(MessageEvent):
    """A message was edited."""


class MessageDeleted(MessageEvent):
    """A message was deleted; `message` is its tombstone."""


class MessageReacted(MessageEvent):
    """A reaction was added or removed."""


class MessageActed(MessageEvent):
    """Somebody has pressed something in a live message; presses that come together are one event."""


@dataclass(frozen=True, slots=True)
class PressedSecretly:
    """Somebody has pressed in a live message what nobody else is told of; all their pages ask what it is now."""

    user_id: int
    message_id: int

    @property
    def topic(self) -> str:
        """Who has pressed."""
        return person_topic(self.user_id)


class MessageRunning(MessageEvent):
    """What was added to a message that is being written word by word is stored; `message.body` is its text so far."""


class MessageFinished(MessageEvent):
    """A message that was written word by word is whole, or was interrupted."""


class VersionsForgotten(MessageEvent):
    """The texts that a message had before its edits are kept no more."""


class MessagePinned(MessageEvent):
    """A message was pinned to its room, or is no more."""


class ThreadChanged(MessageEvent):
    """Something was replied to a message, or a reply deleted or pinned; `message` is the one above.

    With its last reply, one that was deleted before is gone: of its deletion `MessageDeleted` has told already.
    """


@dataclass(frozen=True, slots=True)
class ThreadReplied:
    """Somebody has replied in a thread of a room; processes tell the pages of others who follow it."""

    thread_id: int
    room_id: int
    message_id: int
    author_id: int
    followers: tuple[int, ...]
    topic: ClassVar[str] = FOLLOWERS


@dataclass(frozen=True, slots=True)
class RetentionChanged:
    """Messages of a room, or of all rooms, are kept for another time; processes tell the pages that show one."""

    room_id: int | None
    topic: ClassVar[str] = RETENTION


class MessagePreviewed(MessageEvent):
    """A page that a message links to is shown below it now, or no more."""


@dataclass(frozen=True, slots=True)
class UserTyping:
    """Somebody is typing in a room, or has emptied the box again; not stored, and outdated after a few seconds."""

    room_id: int
    user: UserItem
    is_typing: bool = True

    @property
    def topic(self) -> str:
        """The room they type in."""
        return room_topic(self.room_id)


@dataclass(frozen=True, slots=True)
class WordsAdded:
    """Something was added to a message that is being written, after so many characters; it is not stored so far."""

    message_id: int
    room_id: int
    offset: int
    text: str

    @property
    def topic(self) -> str:
        """The room the message belongs to."""
        return room_topic(self.room_id)


@dataclass(frozen=True, slots=True)
class WordsMissed:
    """A process lacks what another one knows of a message that is being written: what follows so many characters."""

    message_id: int
    length: int
    topic: ClassVar[str] = WORDS
