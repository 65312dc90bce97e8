"""Frozen snapshots of rows: what events carry and components draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Role = Literal["administrator", "member"]
Registration = Literal["open", "invite", "closed"]


@dataclass(frozen=True, slots=True)
class UserItem:
    """A person, as everybody may see them; `avatar` is the digest of their picture."""

    id: int
    name: str
    avatar: str | None = None
    role: Role = "member"

    @property
    def is_administrator(self) -> bool:
        """Whether this person runs the place; commands ask the database, this is for what is shown."""
        return self.role == "administrator"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking, and the session by which they are known to be that person.

    `confirmed_at` is when they last gave their password, `seen_at` roughly when they last did something,
    `is_kept` whether the session outlives the closing of the browser.
    """

    session_id: int
    user: UserItem
    confirmed_at: int = 0
    seen_at: int = 0
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class PersonItem:
    """A person, as administrators and the person see them."""

    user: UserItem
    email: str
    created_at: int
    deactivated_at: int | None
    seen_at: int | None


@dataclass(frozen=True, slots=True)
class SessionItem:
    """A signed-in browser, as its owner sees it."""

    id: int
    device: str
    is_kept: bool
    created_at: int
    seen_at: int


@dataclass(frozen=True, slots=True)
class ApiTokenItem:
    """A token for programs, as its owner sees it: never the token itself."""

    id: int
    name: str
    created_at: int
    used_at: int | None


@dataclass(frozen=True, slots=True)
class InviteItem:
    """An invite link, as administrators see it: never the link itself."""

    id: int
    author: UserItem
    created_at: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class RoomItem:
    """A room, as its members see it."""

    id: int
    name: str
    description: str
    archived_at: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RoomList:
    """The rooms in use, by name, and the revision of this list."""

    rooms: Sequence[RoomItem]
    revision: int


@dataclass(frozen=True, slots=True)
class RoomListChanges:
    """What happened to the list of rooms since a revision: rooms in it that are new or changed, and rooms put away."""

    listed: Sequence[RoomItem]
    archived: Sequence[RoomItem]
    revision: int


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A page of a long list, as far as a search finds what is in it; `total` of all pages."""

    items: Sequence[T]
    total: int
    page: int
    pages: int
    search: str


@dataclass(frozen=True, slots=True)
class ReactionItem:
    """An emoji on a message, and whose it is, in the order in which they came."""

    emoji: str
    users: tuple[UserItem, ...]


@dataclass(frozen=True, slots=True)
class MessageItem:
    """A message at one of its revisions; times are milliseconds since 1970, UTC."""

    id: int
    room_id: int
    author: UserItem
    body: str
    client_id: str | None
    created_at: int
    edited_at: int | None
    deleted_at: int | None
    revision: int
    created_revision: int
    reactions: tuple[ReactionItem, ...] = ()


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A stretch of a room's talk, oldest first, and the room's revision when it was read."""

    messages: Sequence[MessageItem]
    revision: int
    more: bool


@dataclass(frozen=True, slots=True)
class MessageChanges:
    """All that a room has gone through since a revision; deleted ones are tombstones."""

    created: Sequence[MessageItem]
    edited: Sequence[MessageItem]
    deleted: Sequence[MessageItem]
    revision: int
