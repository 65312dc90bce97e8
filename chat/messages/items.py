"""Frozen snapshots of messages: what events carry and components render."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from chat.accounts.items import Guise, UserItem, shown_name
from chat.files.items import FileItem
from chat.messages.live_item import LiveItem
from chat.messages.markdown import html_of, live_html_of
from chat.rooms.items import RoomItem


@dataclass(frozen=True, slots=True)
class ReactionItem:
    """An emoji on a message, and who reacted with it, in order."""

    emoji: str
    users: tuple[UserItem, ...]


@dataclass(frozen=True, slots=True)
class PinItem:
    """Who has pinned a message to its room, and when."""

    user: UserItem
    at: int


EVERYBODY = 0
"""Stands among the ids of those who are meant for everybody in the room."""


@dataclass(frozen=True, slots=True)
class MentionItem:
    """Somebody who is meant by a message, as they are called now, or everybody in the room: then `user` is None.

    `places` are pairs of the first character and the one after the last; none for whoever is answered by the message.
    """

    user: UserItem | None
    places: tuple[tuple[int, int], ...]

    @property
    def user_id(self) -> int:
        """Whom it means, or `EVERYBODY`."""
        return self.user.id if self.user else EVERYBODY


@dataclass(frozen=True, slots=True)
class RoomLink:
    """An open room that a message names after a `#`, as it is called now, and where in the text."""

    room_id: int
    name: str
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """The message that another one answers, as it is now.

    `text`: its first line, or file's name; once it is deleted, "" without an `author`. `said_as`: if by another name.
    """

    id: int
    author: UserItem | None
    text: str
    said_as: str = ""


@dataclass(frozen=True, slots=True)
class OpenedThread:
    """A thread by its own id, that of its room, and that of the message in the room that is replied to."""

    id: int
    room_id: int
    root_id: int


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """What was replied to a message: how many replies there are, who wrote the first of them, when the last one came.

    `id` is the room that the replies are in, `pinned` the ids of those that are pinned to the room above.
    """

    id: int
    replies: int
    faces: tuple[UserItem, ...]
    last_at: int
    pinned: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """What a page that a message links to says of itself; `picture` is the digest of a small picture, or ""."""

    id: int
    address: str
    title: str
    description: str
    site: str
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageItem:
    """A message at one of its revisions; times are milliseconds since 1970, UTC.

    `body` is its text as typed, `drawn` what `markdown.draw` has made of it: None where nothing is formatted.
    `has_versions`: texts that it had before are kept; `is_running`: it is being written; `is_interrupted`: unfinished.
    """

    id: int
    room_id: int
    author: UserItem
    body: str
    drawn: str | None = None
    client_id: str | None = None
    created_at: int
    edited_at: int | None = None
    deleted_at: int | None = None
    revision: int
    created_revision: int
    reactions: tuple[ReactionItem, ...] = ()
    mentioned: tuple[MentionItem, ...] = ()
    links: tuple[RoomLink, ...] = ()
    reply_to: QuoteItem | None = None
    files: tuple[FileItem, ...] = ()
    thread: ThreadItem | None = None
    previews: tuple[PreviewItem, ...] = ()
    has_versions: bool = False
    pin: PinItem | None = None
    guise: Guise | None = None
    live: LiveItem | None = None
    is_running: bool = False
    is_interrupted: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether it is in sight no more: it is deleted, and there are no replies below it."""
        return self.deleted_at is not None and self.thread is None

    @property
    def shown_name(self) -> str:
        """Under which name it was said: whoever shows a message shows this one, and never that of its author."""
        return shown_name(self.author, self.guise)

    @property
    def html(self) -> Markup:
        """Its text as HTML, with people and rooms as they are called now."""
        return html_of(self)

    @property
    def live_html(self) -> Markup:
        """What everybody sees of a live message, with people as they are called now; "" of another one."""
        return live_html_of(self)

    @property
    def mentions(self) -> tuple[UserItem, ...]:
        """The people whom it names, whether they are in the room or not, in the order of the text."""
        return tuple(mention.user for mention in self.mentioned if mention.user and mention.places)

    @property
    def answered_id(self) -> int | None:
        """Whom it means because it answers them, unless it names them, too."""
        return next((mention.user_id for mention in self.mentioned if not mention.places), None)

    @property
    def mentions_room(self) -> bool:
        """Whether it means everybody in the room."""
        return any(mention.user is None for mention in self.mentioned)

    @property
    def mentioned_ids(self) -> tuple[int, ...]:
        """The ids of those whom it means: named in it or answered by it, with `EVERYBODY` for everybody in the room."""
        return tuple(mention.user_id for mention in self.mentioned)


@dataclass(frozen=True, slots=True)
class FollowedThread:
    """A thread that somebody follows: its room, the message replied to, the last replies, and how many are unread."""

    thread: OpenedThread
    room: RoomItem
    root: MessageItem
    replies: tuple[MessageItem, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class PinnedMessage:
    """A message that is pinned to a room; `root_id` is the one that it is a reply to, if it is in a thread."""

    message: MessageItem
    pin: PinItem
    root_id: int | None = None


@dataclass(frozen=True, slots=True)
class DrawnText:
    """What a text would look like as a message, and whether anything in it is formatted."""

    html: Markup
    is_formatted: bool


@dataclass(frozen=True, slots=True)
class LastMessage:
    """The last message of a room, cut short, for a list of rooms."""

    room_id: int
    author_id: int
    author: str
    text: str
    created_at: int


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of a room's messages, oldest first, and the room's revision when it was read."""

    messages: Sequence[MessageItem]
    revision: int
    more: bool


@dataclass(frozen=True, slots=True)
class MessageChanges:
    """All changes of a room's messages since a revision; `deleted` are tombstones, with replies they are `edited`."""

    created: Sequence[MessageItem]
    edited: Sequence[MessageItem]
    deleted: Sequence[MessageItem]
    revision: int


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days messages are kept: by the place's rule and by the room's; None where there is none."""

    place: int | None
    room: int | None

    @property
    def days(self) -> int | None:
        """What holds: the shorter of both, None for ever."""
        return min((days for days in (self.place, self.room) if days is not None), default=None)
