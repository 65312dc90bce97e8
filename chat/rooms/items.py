"""Frozen snapshots of rooms: what events carry and components render."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from chat.accounts.items import UserItem

RoomKind = Literal["open", "closed", "direct", "thread"]

MAX_MEMBERS = 999
"""Up to here the people in a room are counted for its header; more of them are shown as 999+."""

MemberRole = Literal["manager", "member"]

Level = Literal["everything", "mentions", "nothing"]
"""Of what in a room somebody wants to be told; in a room with "nothing" not even its name tells that it has news."""


def level_in(kind: str, chosen: str | None) -> Level:
    """Return the level that somebody has chosen in a room of a kind, or the one of whoever has chosen none.

    Who follows a thread is told of every reply.
    """
    return cast("Level", chosen) if chosen else "everything" if kind in ("direct", "thread") else "mentions"


@dataclass(frozen=True, slots=True)
class RoomItem:
    """A room, as those who may see it do; a direct room has the name that one of its people sees.

    A thread has the name of its room, and is archived with it.
    """

    id: int
    name: str
    description: str
    archived_at: int | None = None
    kind: RoomKind = "open"
    is_default: bool = False


class Position(NamedTuple):
    """How far a room has come: its revision, and how many changes there were in its threads."""

    revision: int
    below: int


@dataclass(frozen=True, slots=True)
class MembershipItem:
    """How somebody stands to a room now: their role in it, None where they are not in it."""

    room_id: int
    user: UserItem
    role: MemberRole | None


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What has changed of rooms since a revision of the lists: rooms that the viewer may see, and who is in theirs."""

    rooms: Sequence[RoomItem]
    memberships: Sequence[MembershipItem]


@dataclass(frozen=True, slots=True)
class OwnRoomItem:
    """A room as one of its people sees it in their list.

    Of a direct room, `newest` is the id of its newest message, and `people` are the others in it, or the viewer alone
    where it is for notes to oneself (`is_for_notes`). A starred one stands on top.
    """

    room: RoomItem
    newest: int = 0
    people: tuple[UserItem, ...] = ()
    is_for_notes: bool = False
    is_starred: bool = False

    @property
    def id(self) -> int:
        """The room's id."""
        return self.room.id

    @property
    def name(self) -> str:
        """The room's name, by which the list is sorted."""
        return self.room.name


@dataclass(frozen=True, slots=True)
class ThreadPlace:
    """Where a thread is: the room, and the message in it that is replied to; and whether its viewer follows it."""

    room_id: int
    root_id: int
    is_followed: bool


@dataclass(frozen=True, slots=True)
class SeenRoom:
    """A room, and what its viewer is in it, for display only.

    `members` counts the people in it, up to `MAX_MEMBERS` + 1, and `faces` are some of them; of a direct room there is
    neither, but `people` are the others in it. `refusal` says why the viewer cannot write in it, if they cannot.
    `kept_days` is for how many days messages are kept, None for ever.
    All of this a thread has of its room, whose name it has, too; `thread` says where it is.
    """

    room: RoomItem
    is_member: bool = True
    may_manage: bool = False
    is_starred: bool = False
    members: int = 0
    faces: tuple[UserItem, ...] = ()
    people: tuple[UserItem, ...] = ()
    refusal: str = ""
    kept_days: int | None = None
    thread: ThreadPlace | None = None

    @property
    def member_count(self) -> str:
        """How many there are, as it is shown."""
        return str(self.members) if self.members <= MAX_MEMBERS else f"{MAX_MEMBERS}+"

    @property
    def retention(self) -> str:
        """What is said of how long messages are kept; nothing where they are kept for ever."""
        days = self.kept_days
        return f"Messages are deleted after {days} day{'s' * (days != 1)}." if days else ""


@dataclass(frozen=True, slots=True)
class FoundRoom:
    """An open room in the list of all, and whether the viewer is in it."""

    room: RoomItem
    is_member: bool
    members: int


@dataclass(frozen=True, slots=True)
class Mentionable:
    """Somebody who can be mentioned in a room, and whether they are in it."""

    user: UserItem
    is_member: bool


@dataclass(frozen=True, slots=True)
class MemberItem:
    """Somebody in a room."""

    user: UserItem
    role: MemberRole
    joined_at: int


@dataclass(frozen=True, slots=True)
class UnreadItem:
    """How much somebody has not read in a room: messages of others after `read_id`, counted up to `MAX_COUNT` + 1.

    `mentions` are those of them that mean this person; in a direct room, all do. `newest` is the id of the newest
    message that was looked at for it, and `revision` the room's at that moment. `level` is of what they
    want to be told there.
    """

    room_id: int
    count: int
    read_id: int
    newest: int
    revision: int = 0
    level: Level = "mentions"
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class UnreadThreads:
    """In how many of the threads that somebody follows there is something new, counted up to `MAX_COUNT` + 1.

    `mentions` are those of them where it mentions this person.
    """

    count: int = 0
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class FirstUnread:
    """The first message that somebody has not read in a room, and how many there are, counted as in `UnreadItem`.

    `newest` is the id of the room's newest message.
    """

    message_id: int
    count: int
    newest: int


@dataclass(frozen=True, slots=True, eq=False)
class NamedRooms:
    """Open and closed rooms by name; the same object for all who have the same ones, so that it is drawn once."""

    rooms: Sequence[OwnRoomItem]


@dataclass(frozen=True, slots=True)
class RoomList:
    """Somebody's rooms, without archived and hidden ones, and the revision of this list.

    Starred ones are in `starred` alone: those with names, then direct ones.
    """

    starred: Sequence[OwnRoomItem]
    named: NamedRooms
    direct: Sequence[OwnRoomItem]
    revision: int

    @property
    def rooms(self) -> Sequence[OwnRoomItem]:
        """All of them, in the order of the list."""
        return (*self.starred, *self.named.rooms, *self.direct)


@dataclass(frozen=True, slots=True)
class RoomListChanges:
    """Changes of somebody's list of rooms since a revision: rooms new in it or changed, and those gone from it."""

    shown: Sequence[OwnRoomItem]
    gone: Sequence[int]
    revision: int
