"""Frozen snapshots of what programs are given to speak and listen by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chat.accounts.items import UserItem

ListensTo = Literal["mentions", "everything"]
"""Of which messages an outgoing webhook is told: those that mention its bot, or all."""


@dataclass(frozen=True, slots=True)
class HookItem:
    """An incoming webhook of a room: who made it, and when something was posted to it last, within a few minutes.

    `bot` is who its messages are of, `may_tell_all` whether they may mean everybody in the room.
    """

    id: int
    room_id: int
    bot: UserItem
    owner: UserItem
    may_tell_all: bool
    created_at: int
    used_at: int | None

    @property
    def name(self) -> str:
        """What it is called: as its bot."""
        return self.bot.name


@dataclass(frozen=True, slots=True)
class HookTarget:
    """Where what is posted to a webhook goes, for the server itself; `is_stale` if its use is to be noted again.

    `is_there` says that its bot is in the room, and that whoever made it sees the room.
    """

    id: int
    room_id: int
    bot: UserItem
    may_tell_all: bool
    is_archived: bool
    is_there: bool
    is_stale: bool


@dataclass(frozen=True, slots=True)
class OutgoingHookItem:
    """An outgoing webhook, as those who manage its room see it, without its secret.

    `told_at` is when it was told of a message last; `is_ended` says that its bot or its maker is not there any more,
    and `last_error` what went wrong last.
    """

    id: int
    room_id: int
    bot: UserItem
    maker: UserItem
    address: str
    listens_to: ListensTo
    created_at: int
    told_at: int | None = None
    disabled_at: int | None = None
    last_error: str = ""
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """What an outgoing webhook is to be told now, for the server itself; `place` is where its answer is posted."""

    hook_id: int
    message_id: int
    address: str
    secret: str
    bot: UserItem
    place: int
    told: Mapping[str, Any]
    attempts: int

    @property
    def key(self) -> str:
        """What names it for ever: SQLite gives the id of its row in the queue to another one once it is done."""
        return f"{self.hook_id}-{self.message_id}"
