"""Bots of incoming webhooks: each is in the room of its webhook alone, and whoever does not see that knows of none."""

from chat.accounts import owner_of
from chat.accounts.items import UserItem
from chat.errors import Forbidden, NotFound
from chat.rooms.access import visible_to
from models import IncomingHook, Room, row_id


def require_known(actor: UserItem, user_id: int) -> None:
    """Do nothing for a person; raises `NotFound` for a webhook's bot that the actor does not know of.

    It is known to who sees its room, to who has made it, and to administrators.
    """
    hook = _hook_of(user_id)
    if hook is None or actor.role == "administrator":
        return
    owner = owner_of(row_id(user_id))
    is_mine = owner is not None and owner.id == actor.id
    if not is_mine and not Room.select().where(Room.id == hook.room_id, visible_to(actor)).exists():
        raise NotFound("Person not found.")


def refuse_hook_bot(actor: UserItem, user_id: int, room_id: int = 0) -> None:
    """Raise `NotFound` for a webhook's bot that the actor does not know of, `Forbidden` outside the bot's own room."""
    hook = _hook_of(user_id)
    if hook is not None and hook.room_id != room_id:
        require_known(actor, user_id)
        raise Forbidden("The bot of a webhook is in the room of the webhook alone, and reads no messages.")


def _hook_of(user_id: int) -> IncomingHook | None:
    found: IncomingHook | None = IncomingHook.get_or_none(IncomingHook.bot == row_id(user_id))
    return found
