"""Incoming webhooks: addresses to which programs post messages of a room, each as a bot of its own."""

from secrets import token_hex
from typing import Any

from chat import accounts, rooms
from chat.accounts.items import UserItem
from chat.errors import Forbidden, NotFound
from chat.programs.items import HookItem
from chat.programs.managing import require_manager
from chat.programs.queries import hook_items
from chat.storage.database import database
from chat.storage.name_keys import name_key
from chat.text import MAX_NAME, clean_name
from models import IncomingHook, Room, User, is_active, now_ms, row_id

MAX_HOOKS = 30
"""How many one room may have."""

TOKEN_BYTES = 24
"""Written as digits and letters from a to f, which some programs put into addresses of their own."""

NUMBERED = range(2, 1_000)
"""What is added to a name that another bot has: a number, since the name of its room is not for everybody."""


async def create_hook(
    actor: UserItem, room_id: int, name: object, *, may_tell_all: bool = False
) -> tuple[HookItem, str]:
    """Make an incoming webhook of a room that one manages; return it with its token, of which only the hash is stored.

    Its bot becomes a member of the room. Where another bot has the name, something is added to it.

    Raises `NotFound`, `Forbidden` for who does not manage the room, an archived one, and past `MAX_HOOKS`, and
    `Invalid` for the name.
    """
    token = token_hex(TOKEN_BYTES)
    columns = {"token_hash": accounts.hash_token(token), "may_tell_all": may_tell_all}
    return await database.write(_create, actor, room_id, clean_name(name), columns), token


async def delete_hook(actor: UserItem, room_id: int, hook_id: int) -> None:
    """Revoke an incoming webhook of a room that one manages; what it has posted stays. Raises `NotFound`, `Forbidden`.

    Its bot leaves the room, is deactivated, and stays unknown to those who do not see the room.
    """
    await database.write(_delete, actor, room_id, hook_id)


async def note_use(hook_id: int) -> None:
    """Note that something was posted to a webhook just now."""
    await database.write(_note_use, hook_id)


def _create(actor: UserItem, room_id: int, name: str, columns: dict[str, object]) -> HookItem:
    row, room = require_manager(actor, room_id)
    room = rooms.lock_writable_room(actor, room.id)
    if _hooks_in(room).count() >= MAX_HOOKS:
        raise Forbidden(f"This room already has {MAX_HOOKS} webhooks. Revoke one first.")
    bot = _add_bot(row, name)
    rooms.put_in(room, bot.id)
    hook = IncomingHook.create(room=room, bot=bot, **columns)
    return hook_items(IncomingHook.id == hook.id)[0]


def _hooks_in(room: Room) -> Any:
    return IncomingHook.select().where(IncomingHook.room == room, IncomingHook.revoked_at.is_null())


def _add_bot(owner: User, name: str) -> User:
    for each in (name, *(f"{name[: MAX_NAME - 4]} {one}" for one in NUMBERED)):
        if not _is_of_bot(each):
            name = each
            break
    return accounts.add_bot(owner, name)


def _is_of_bot(name: str) -> bool:
    same = (User.name_key == name_key(name)) & (User.role == accounts.BOT) & is_active()
    return User.select().where(same).exists()


def _delete(actor: UserItem, room_id: int, hook_id: int) -> None:
    row, room = require_manager(actor, room_id)
    room = rooms.lock_room(actor, room.id)
    hook = _hooks_in(room).where(IncomingHook.id == row_id(hook_id)).first()
    if hook is None:
        raise NotFound("Webhook not found.")
    bot, hook.revoked_at = hook.bot, now_ms()
    hook.save(only=[IncomingHook.revoked_at])
    if theirs := rooms.membership(room, bot.id):
        rooms.take_out(room, theirs)
    bot.deactivated_at = bot.deactivated_at or now_ms()
    bot.save(only=[User.deactivated_at])
    if row.role == "administrator":
        accounts.note_action(row, "deactivated", person=bot.id)


def _note_use(hook_id: int) -> None:
    IncomingHook.update(used_at=now_ms()).where(IncomingHook.id == row_id(hook_id)).execute()
