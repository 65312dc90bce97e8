"""Reads of bots: accounts of programs, each made by somebody."""

from collections.abc import Sequence
from typing import Any

from chat.accounts.guards import require_administrator
from chat.accounts.items import BotItem, UserItem
from chat.accounts.queries import tokens_by_user, user_item
from chat.storage.sorting import name_sort_key
from models import Bot, IncomingHook, User, is_active


def bots_of(actor: UserItem) -> list[BotItem]:
    """List the bots that the actor has made, by name, with their tokens; deactivated ones too."""
    return _items(list(Bot.select().where(Bot.owner == actor.id)))


def all_bots(actor: UserItem) -> list[BotItem]:
    """List all bots by name for an administrator; raises `Forbidden` for everybody else."""
    require_administrator(actor)
    return _items(list(Bot.select()))


def owner_of(bot_id: int) -> UserItem | None:
    """Return who has made a bot; None for somebody who is none."""
    row = User.select().join(Bot, on=(Bot.owner == User.id)).where(Bot.user == bot_id).first()
    return user_item(row) if row else None


def is_of_other_room(room_id: int = 0) -> Any:
    """Query condition on `User`: the bot of an incoming webhook of another room than this one, or with 0 of any."""
    return User.id.in_(IncomingHook.select(IncomingHook.bot).where(IncomingHook.room != room_id))


def is_of_hook(bot: User) -> bool:
    """Whether a bot posts by an incoming webhook, and does nothing else."""
    return IncomingHook.select().where(IncomingHook.bot == bot).exists()


def has_active_owner(bot: User) -> bool:
    """Whether the account of who has made a bot is active, so that the bot may speak."""
    return User.select().join(Bot, on=(Bot.owner == User.id)).where(Bot.user == bot, is_active()).exists()


def _items(rows: Sequence[Bot]) -> list[BotItem]:
    ids = {row.user_id for row in rows}
    users = {row.id: row for row in User.select().where(User.id.in_(list(ids | {row.owner_id for row in rows})))}
    tokens, hooks = tokens_by_user(ids), IncomingHook.select().where(IncomingHook.bot.in_(list(ids)))
    of_hooks = {row.bot_id for row in hooks}
    items = [
        BotItem(
            user_item(users[row.user_id]),
            user_item(users[row.owner_id]),
            row.created_at,
            users[row.user_id].deactivated_at,
            tokens.get(row.user_id, ()),
            is_of_hook=row.user_id in of_hooks,
        )
        for row in rows
    ]
    return sorted(items, key=lambda bot: name_sort_key(bot.user))
