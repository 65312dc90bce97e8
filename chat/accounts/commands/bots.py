"""Bots: accounts of programs. Nobody can log in with them; who has made one manages it, and so do administrators."""

from secrets import token_hex

from chat.accounts.bots import has_active_owner
from chat.accounts.claims import NO_ADDRESS
from chat.accounts.commands.audit import note_action
from chat.accounts.commands.lookalikes import refuse_lookalike
from chat.accounts.commands.names import person_key, returning_key
from chat.accounts.commands.own_account import rename, update_account, use_picture
from chat.accounts.events import TokensEnded
from chat.accounts.guards import require_active
from chat.accounts.items import UserItem
from chat.accounts.pictures import avatar_from
from chat.accounts.queries import BOT, user_item, user_row
from chat.errors import Forbidden, NotFound
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.storage.name_keys import name_key
from chat.text import clean_name
from models import ApiToken, Bot, IncomingHook, User, now_ms

MAX_BOTS = 50
"""How many active bots one person may have."""


async def create_bot(actor: UserItem, name: str) -> UserItem:
    """Make a bot, which is in no room so far, and return it.

    Raises `Invalid` for a name that cannot be used, and `Forbidden` past `MAX_BOTS` and for a bot.
    """
    return await database.write(_create, actor, clean_name(name))


async def change_bot(actor: UserItem, bot_id: int, name: str) -> None:
    """Give a bot another name; raises `NotFound`, `Forbidden` for a bot of somebody else, and `Invalid`."""
    await database.write(_change, actor, bot_id, clean_name(name))


async def set_bot_picture(actor: UserItem, bot_id: int, image: bytes) -> None:
    """Give a bot a picture; raises `NotFound`, `Forbidden`, and `Invalid` for a file that is not a picture."""
    digest, picture = await avatar_from(image)
    await database.write(_set_picture, actor, bot_id, digest, picture)


async def remove_bot_picture(actor: UserItem, bot_id: int) -> None:
    """Remove a bot's picture; raises `NotFound` and `Forbidden`."""
    await database.write(_remove_picture, actor, bot_id)


async def deactivate_bot(actor: UserItem, bot_id: int) -> None:
    """Deactivate a bot and revoke its tokens; what it wrote stays. Raises `NotFound` and `Forbidden`."""
    await database.write(_deactivate, actor, bot_id)


async def reactivate_bot(actor: UserItem, bot_id: int) -> None:
    """Reactivate a bot, without tokens; raises `NotFound`, `Forbidden`, and `Invalid` if its name is taken by now.

    An administrator takes over a bot whose maker's account is not active any more. The bot of a webhook that was
    revoked is a bot like any other from then on.
    """
    await database.write(_reactivate, actor, bot_id)


def add_bot(owner: User, name: str) -> User:
    """Make a bot of somebody, inside a change.

    Raises `Invalid` for a name that is taken, or looks like another one, and `Forbidden`.
    """
    if owner.role == BOT:
        raise Forbidden("A bot cannot make bots.")
    mine = Bot.select().join(User, on=(Bot.user == User.id))
    if mine.where(Bot.owner == owner, User.deactivated_at.is_null()).count() >= MAX_BOTS:
        raise Forbidden(f"You already have {MAX_BOTS} bots. Deactivate one first.")
    address, key = f"bot-{token_hex(8)}{NO_ADDRESS}", person_key(name)
    refuse_lookalike(name, owner)
    row = User.create(name=name, name_key=key, email=address, password_hash="-", role=BOT)  # noqa: S106 (none)
    Bot.create(user=row, owner=owner)
    return row


def require_bot_manager(actor: UserItem, bot_id: int) -> tuple[User, User]:
    """Return the rows of the actor and of a bot that they manage, inside a change.

    Raises `NotFound` for whoever is no bot, and `Forbidden` unless the actor has made it or is an administrator.
    """
    row, bot = require_active(actor), user_row(bot_id)
    made = Bot.get_or_none(Bot.user == bot)
    if made is None:
        raise NotFound("Bot not found.")
    if made.owner_id != row.id and row.role != "administrator":
        raise Forbidden("Only who has made this bot, and administrators, can do this.")
    return row, bot


def _create(actor: UserItem, name: str) -> UserItem:
    return user_item(add_bot(require_active(actor), name))


def _change(actor: UserItem, bot_id: int, name: str) -> None:
    _, bot = require_bot_manager(actor, bot_id)
    if name_key(name) != name_key(bot.name):
        refuse_lookalike(name, Bot.get(Bot.user == bot).owner, bot.id)
    rename(user_item(bot), name)


def _set_picture(actor: UserItem, bot_id: int, digest: str, picture: bytes) -> None:
    _, bot = require_bot_manager(actor, bot_id)
    use_picture(user_item(bot), digest, picture)


def _remove_picture(actor: UserItem, bot_id: int) -> None:
    _, bot = require_bot_manager(actor, bot_id)
    update_account(user_item(bot), {"avatar": None})


def _deactivate(actor: UserItem, bot_id: int) -> None:
    row, bot = require_bot_manager(actor, bot_id)
    if bot.deactivated_at:
        return
    if row.role == "administrator":
        note_action(row, "deactivated", person=bot.id)
    bot.deactivated_at = now_ms()
    bot.save(only=[User.deactivated_at])
    ApiToken.delete().where(ApiToken.user == bot).execute()
    bus.publish_on_commit(TokensEnded(bot.id))


def _reactivate(actor: UserItem, bot_id: int) -> None:
    row, bot = require_bot_manager(actor, bot_id)
    if not bot.deactivated_at:
        return
    if row.role == "administrator":
        note_action(row, "reactivated", person=bot.id)
    IncomingHook.delete().where(IncomingHook.bot == bot, IncomingHook.revoked_at.is_null(False)).execute()
    bot.name_key, bot.deactivated_at = returning_key(bot), None
    bot.save(only=[User.name_key, User.deactivated_at])
    if not has_active_owner(bot):
        _take_over(row, bot)


def _take_over(administrator: User, bot: User) -> None:
    """Make a bot an administrator's; addresses by which somebody else could still have it speak are none any more."""
    Bot.update(owner=administrator).where(Bot.user == bot).execute()
    IncomingHook.delete().where(IncomingHook.bot == bot).execute()
