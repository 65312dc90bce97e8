"""Reads of what programs speak and listen by."""

from typing import Any

from chat import accounts, rooms
from chat.accounts.items import UserItem
from chat.programs.items import HookItem, HookTarget
from chat.programs.managing import require_manager
from models import Bot, IncomingHook, Room, User, is_active, now_ms


def hooks_of(actor: UserItem, room_id: int) -> list[HookItem]:
    """List the incoming webhooks of a room that the actor manages, by age; raises `NotFound` and `Forbidden`."""
    _, room = require_manager(actor, room_id)
    return hook_items((IncomingHook.room == room) & IncomingHook.revoked_at.is_null())


def hook_items(which: Any) -> list[HookItem]:
    """Return these incoming webhooks, by age, whoever asks."""
    rows: Any = IncomingHook.select(IncomingHook, User).join(User).where(which).order_by(IncomingHook.id)
    made: Any = Bot.select(Bot, User).join(User, on=(Bot.owner == User.id))
    owners = {row.user_id: row.owner for row in made.where(Bot.user.in_([row.bot_id for row in rows]))}
    return [
        HookItem(
            row.id,
            row.room_id,
            accounts.user_item(row.bot),
            accounts.user_item(owners[row.bot_id]),
            row.may_tell_all,
            row.created_at,
            row.used_at,
        )
        for row in rows
    ]


def hook_target(token_hash: str) -> HookTarget | None:
    """Return where a webhook's messages go, for the server itself; None for one that is not there, or not any more.

    It is there as long as its bot is active, and who made it.
    """
    owner: Any = User.alias("owner")
    rows = IncomingHook.select(IncomingHook, User, Room).join(User).join(Bot, on=(Bot.user == User.id))
    there = rows.join(owner, on=(Bot.owner == owner.id)).join_from(IncomingHook, Room)
    here = (IncomingHook.token_hash == token_hash) & IncomingHook.revoked_at.is_null()
    found = there.where(here, is_active(), is_active(owner)).first()
    if found is None:
        return None
    is_stale = (found.used_at or 0) < now_ms() - accounts.SEEN_WITHIN_MS
    is_archived = found.room.archived_at is not None
    bot = accounts.user_item(found.bot)
    return HookTarget(found.id, found.room_id, bot, found.may_tell_all, is_archived, _is_there(found), is_stale)


def _is_there(hook: IncomingHook) -> bool:
    """Whether a webhook's bot is in its room, which nobody but a person puts it into, and its maker sees that."""
    maker = User.select().join(Bot, on=(Bot.owner == User.id)).where(Bot.user == hook.bot_id).get()
    is_seen = Room.select().where(Room.id == hook.room_id, rooms.visible_to(accounts.user_item(maker))).exists()
    return is_seen and rooms.membership(hook.room, hook.bot_id) is not None
