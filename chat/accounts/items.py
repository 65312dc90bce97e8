"""Frozen snapshots of accounts: what events carry and components render."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["administrator", "member", "bot"]

Scope = Literal["read", "write"]
"""What an API token is good for."""

SCOPES: tuple[Scope, ...] = ("read", "write")

Registration = Literal["open", "invite", "closed"]


@dataclass(frozen=True, slots=True)
class UserItem:
    """A user, as everybody may see them; `avatar` is the digest of their picture."""

    id: int
    name: str
    avatar: str | None = None
    role: Role = "member"

    @property
    def is_administrator(self) -> bool:
        """Whether this is an administrator, for display only; commands ask the database."""
        return self.role == "administrator"

    @property
    def is_bot(self) -> bool:
        """Whether this is a program's account."""
        return self.role == "bot"


@dataclass(frozen=True, slots=True)
class Caller(UserItem):
    """A user as whom a program acts, and what its token is good for; `only_room` is the room that it sees, if not all.

    `ends_at` is when the token expires, in milliseconds since 1970, if ever. A bot has the allowance of its `owner_id`;
    that is None for a person.

    What is asked with it is answered as far as the token reaches: `rooms.access` looks at it.
    """

    scopes: tuple[Scope, ...] = SCOPES
    only_room: int | None = None
    ends_at: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Guise:
    """The name and the sign, an emoji, under which a bot has posted a message; "" for its own."""

    name: str = ""
    sign: str = ""


def shown_name(author: UserItem, guise: Guise | None) -> str:
    """Return under which name somebody has said something: that of a guise, if it has one, or their own."""
    return (guise and guise.name) or author.name


@dataclass(frozen=True, slots=True)
class StatusItem:
    """How somebody is: an emoji and a text, of which one may be empty, and until when, if not for good."""

    emoji: str
    text: str
    until: int | None = None


@dataclass(frozen=True, slots=True)
class ProfileItem:
    """What somebody tells of themselves, as everybody may see it.

    `title` is what they do and `zone` their time zone; either may be empty. With `hides_presence` they are shown as
    offline. `owner` is who has made a bot, which takes no direct messages if it `is_of_hook`.
    """

    user: UserItem
    title: str = ""
    zone: str = ""
    status: StatusItem | None = None
    hides_presence: bool = False
    is_deactivated: bool = False
    is_deleted: bool = False
    is_app: bool = False
    owner: UserItem | None = None
    is_of_hook: bool = False

    @property
    def id(self) -> int:
        """Whose profile it is."""
        return self.user.id

    @property
    def is_active(self) -> bool:
        """Whether one can write to them."""
        return not (self.is_deactivated or self.is_deleted)


@dataclass(frozen=True, slots=True)
class Identity:
    """The signed-in user and their session.

    `confirmed_at` is when they last entered their password, `seen_at` roughly when they last did something, and
    `is_kept` whether the session survives closing the browser. It ends at `ends_at` unless they do something before.
    """

    session_id: int
    user: UserItem
    confirmed_at: int = 0
    seen_at: int = 0
    is_kept: bool = False
    ends_at: int = 0


@dataclass(frozen=True, slots=True)
class AccountItem:
    """An account, as its owner and administrators see it.

    `email` is "" for somebody who was imported without an address; `is_unclaimed` says of an imported account that it
    has no owner so far.
    """

    user: UserItem
    email: str
    created_at: int
    deactivated_at: int | None
    seen_at: int | None
    is_unclaimed: bool = False


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
    """An API token, as its owner sees it, without the token itself."""

    id: int
    name: str
    created_at: int
    used_at: int | None
    scopes: tuple[Scope, ...] = SCOPES
    room_id: int | None = None
    expires_at: int | None = None
    is_expired: bool = False


@dataclass(frozen=True, slots=True)
class BotItem:
    """A bot, as who has made it and administrators see it, with its tokens; that of an incoming webhook has none."""

    user: UserItem
    owner: UserItem
    created_at: int
    deactivated_at: int | None = None
    tokens: tuple[ApiTokenItem, ...] = ()
    is_of_hook: bool = False

    @property
    def id(self) -> int:
        """The bot's id, by which it is told apart from everybody else as well."""
        return self.user.id


@dataclass(frozen=True, slots=True)
class InviteItem:
    """An invite link, as administrators see it, without its token."""

    id: int
    author: UserItem
    created_at: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class AuditItem:
    """What an administrator did: to whom, or to the open room with this id."""

    id: int
    created_at: int
    actor: UserItem
    action: str
    person: UserItem | None
    room_id: int | None
    detail: str


PRODUCT = "StreamChat"


@dataclass(frozen=True, slots=True)
class TeamItem:
    """Whose place it is: the team's name and the digest of its logo, both empty until administrators choose them."""

    name: str = ""
    logo: str = ""

    @property
    def title(self) -> str:
        """What the place is called."""
        return self.name or PRODUCT
