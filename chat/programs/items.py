"""Frozen snapshots of what programs are given to speak and listen by."""

from dataclasses import dataclass

from chat.accounts.items import UserItem


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
    """Where what is posted to a webhook goes, for the server itself; `is_stale` if its use is to be noted again."""

    id: int
    room_id: int
    bot: UserItem
    may_tell_all: bool
    is_archived: bool
    is_stale: bool
