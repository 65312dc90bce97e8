"""Outgoing webhooks: a room's managers have an address told of its messages, as a bot that is there."""

from secrets import token_hex

from peewee import fn

from chat import rooms
from chat.accounts import require_active, require_bot_manager
from chat.accounts.items import UserItem
from chat.errors import Forbidden, Invalid, NotFound
from chat.programs.addresses import parsed
from chat.programs.commands.queue import begin_to_look
from chat.programs.listening import has_address
from chat.programs.managing import require_manager
from chat.storage.database import database
from chat.storage.settings import setting
from models import Message, OutgoingHook, QueuedCall, Room, Setting, now_ms, row_id

MAX_HOOKS = 20
"""How many one room may have."""

LAST_DELETED = "last_deleted_outgoing_hook"
"""The setting that says the largest id of those that were deleted."""


async def create_outgoing_hook(
    actor: UserItem, room_id: int, bot_id: int, address: object, listens_to: object = "mentions"
) -> tuple[int, str]:
    """Have an address told of a room's messages from now on; return its id, and the secret that signs what it is told.

    Raises `NotFound`, `Forbidden` for who does not manage the room or the bot, and past `MAX_HOOKS`, and `Invalid` for
    the address, for a bot that is not in the room or an incoming webhook's, and for an archived room.

    Args:
        actor: who asks
        room_id: the room
        bot_id: the bot that listens there, and as which the answers are posted
        address: where it is told
        listens_to: the bot's "mentions", or "everything"
    """
    secret = token_hex(32)
    return await database.write(_create, actor, room_id, bot_id, address, listens_to, secret), secret


async def rotate_outgoing_secret(actor: UserItem, hook_id: int) -> str:
    """Give an outgoing webhook another secret, and return it; raises `NotFound` and `Forbidden`."""
    return await database.write(_rotate, actor, hook_id, token_hex(32))


async def enable_outgoing_hook(actor: UserItem, hook_id: int) -> None:
    """Have a disabled outgoing webhook told again, of what is said from now on; raises `NotFound` and `Forbidden`."""
    await database.write(_enable, actor, hook_id)


async def delete_outgoing_hook(actor: UserItem, hook_id: int) -> None:
    """Delete an outgoing webhook, with what it was to be told; raises `NotFound` and `Forbidden`."""
    await database.write(_delete, actor, hook_id)


def _create(actor: UserItem, room_id: int, bot_id: int, address: object, listens_to: object, secret: str) -> int:
    row, room = require_manager(actor, room_id)
    _, bot = require_bot_manager(actor, bot_id)
    place = parsed(address.strip() if isinstance(address, str) else "").geturl()
    if listens_to not in ("mentions", "everything"):
        raise Invalid("Choose what the webhook is told of: mentions or everything.")
    if room.archived_at:
        raise Invalid("This room is archived: nothing more is said in it.")
    if bot.deactivated_at or rooms.membership(room, bot.id) is None:
        raise Invalid("This bot is not in the room. Add it first.")
    if has_address(bot.id):
        raise Invalid("This is the bot of an incoming webhook, which reads no messages. Choose another one.")
    if OutgoingHook.select().where(OutgoingHook.room == room).count() >= MAX_HOOKS:
        raise Forbidden(f"This room already has {MAX_HOOKS} outgoing webhooks. Delete one first.")
    begin_to_look()
    columns = {"address": place, "listens_to": listens_to, "secret": secret, "since_id": _newest()}
    return OutgoingHook.create(id=_unused_id(), room=room, bot=bot, maker=row, **columns).id


def _rotate(actor: UserItem, hook_id: int, secret: str) -> str:
    hook = _managed(actor, hook_id)
    hook.secret = secret
    hook.save(only=[OutgoingHook.secret])
    return secret


def _enable(actor: UserItem, hook_id: int) -> None:
    hook = _managed(actor, hook_id)
    if hook.disabled_at is None:
        return
    begin_to_look()
    hook.disabled_at, hook.failures, hook.since_id = None, 0, _newest()
    hook.save(only=[OutgoingHook.disabled_at, OutgoingHook.failures, OutgoingHook.since_id])


def _delete(actor: UserItem, hook_id: int) -> None:
    hook = _managed(actor, hook_id)
    QueuedCall.delete().where(QueuedCall.hook == hook).execute()
    deleted = Setting.insert(name=LAST_DELETED, value=str(max(hook.id, int(setting(LAST_DELETED) or 0))))
    deleted.on_conflict(conflict_target=[Setting.name], preserve=[Setting.value]).execute()
    hook.delete_instance()


def _managed(actor: UserItem, hook_id: int) -> OutgoingHook:
    """Return a webhook of a room that the actor manages; one of a room that they do not see is not there."""
    require_active(actor)
    hook = OutgoingHook.get_or_none(OutgoingHook.id == row_id(hook_id))
    if hook is None or not Room.select().where(Room.id == hook.room_id, rooms.visible_to(actor)).exists():
        raise NotFound("Webhook not found.")
    require_manager(actor, hook.room_id)
    return hook


def _unused_id() -> int:
    """Return an id that no webhook had: SQLite would give that of one that was deleted to the next."""
    newest = OutgoingHook.select(fn.MAX(OutgoingHook.id)).scalar() or 0
    return int(max(newest, int(setting(LAST_DELETED) or 0))) + 1


def _newest() -> int:
    return Message.select(fn.MAX(Message.id)).scalar() or 0


def disable(hook: OutgoingHook, error: str) -> None:
    """Have a webhook told nothing any more, inside a change; what was queued for it is dropped."""
    hook.disabled_at, hook.last_error = now_ms(), error[:200]
    hook.save(only=[OutgoingHook.disabled_at, OutgoingHook.last_error])
    QueuedCall.delete().where(QueuedCall.hook == hook).execute()
