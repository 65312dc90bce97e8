"""Reads of outgoing webhooks: who listens in a room."""

from typing import Any

from chat import rooms
from chat.accounts import BOT, may_speak, user_item
from chat.accounts.items import UserItem
from chat.programs.items import OutgoingHookItem
from chat.programs.managing import require_manager
from chat.storage.settings import setting
from chat.storage.sorting import sorted_by_name
from models import Bot, IncomingHook, Membership, Message, OutgoingHook, QueuedCall, Room, User, now_ms

CURSOR = "outgoing_hooks_cursor"
"""The setting that says how far messages have been looked at."""


def outgoing_hooks(actor: UserItem, room_id: int) -> list[OutgoingHookItem]:
    """List the outgoing webhooks of a room that the actor manages, by age; raises `NotFound` and `Forbidden`."""
    _, room = require_manager(actor, room_id)
    maker: Any = User.alias("maker")
    rows = OutgoingHook.select(OutgoingHook, User, maker).join(User, on=(OutgoingHook.bot == User.id))
    found: Any = rows.join_from(OutgoingHook, maker, on=(OutgoingHook.maker == maker.id))
    there = {user.id for user in _bots_in(room.id)}
    return [_item(row, there) for row in found.where(OutgoingHook.room == room).order_by(OutgoingHook.id)]


def bots_that_may_listen(actor: UserItem, room_id: int) -> list[UserItem]:
    """List the bots in a room that the actor manages that they manage, too, but for those of webhooks; by name."""
    row, room = require_manager(actor, room_id)
    mine = {made.user_id for made in Bot.select(Bot.user).where(Bot.owner == row)}
    hooks = IncomingHook.select(IncomingHook.bot).where(IncomingHook.room == room, IncomingHook.revoked_at.is_null())
    posting = {hook.bot_id for hook in hooks}
    bots = [bot for bot in _bots_in(room.id) if bot.id not in posting]
    return sorted_by_name(user_item(bot) for bot in bots if row.role == "administrator" or bot.id in mine)


def has_address(bot_id: int) -> bool:
    """Whether a bot is that of an incoming webhook: it posts what is sent there, and reads nothing."""
    return IncomingHook.select().where(IncomingHook.bot == bot_id, IncomingHook.revoked_at.is_null()).exists()


def has_outgoing_work() -> bool:
    """Whether there may be something to tell an outgoing webhook, for the server itself."""
    if not OutgoingHook.select().where(OutgoingHook.disabled_at.is_null()).exists():
        return False
    last = int(setting(CURSOR) or 0)
    is_new = Message.select().where(Message.id > last).exists()
    return is_new or QueuedCall.select().where(QueuedCall.due_at <= now_ms()).exists()


def is_seen_by_maker(hook: OutgoingHook) -> bool:
    """Whether the maker of a webhook still sees its room: whoever has left a closed one is told nothing of it."""
    return Room.select().where(Room.id == hook.room_id, rooms.visible_to(user_item(hook.maker))).exists()


def _bots_in(room_id: int) -> list[User]:
    there = (Membership.room == room_id) & Membership.left_at.is_null() & may_speak() & (User.role == BOT)
    return list(User.select().join(Membership).where(there))


def _item(row: OutgoingHook, there: set[int]) -> OutgoingHookItem:
    return OutgoingHookItem(
        row.id,
        row.room_id,
        user_item(row.bot),
        user_item(row.maker),
        row.address,
        "everything" if row.listens_to == "everything" else "mentions",
        row.created_at,
        row.told_at,
        row.disabled_at,
        row.last_error,
        is_ended=row.bot_id not in there or not is_seen_by_maker(row),
    )
