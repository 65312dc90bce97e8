"""The names and signs under which bots have posted."""

from collections.abc import Collection, Iterable
from typing import Any

from chat.accounts import BOT
from chat.accounts.items import Guise
from chat.storage.name_keys import name_key
from models import MessageGuise, User, is_active


def load_guises(rows: Iterable[Any]) -> dict[int, Guise]:
    """Return the guises of those of these messages that are of bots and have one; without bots there is no query."""
    ids = [row.id for row in rows if row.author.role == BOT]
    return _found(ids) if ids else {}


def allowed(guise: Guise) -> Guise:
    """Return a guise without its name if somebody who is no bot is called so, or looks so."""
    if not guise.name:
        return guise
    same = (User.name_key == name_key(guise.name)) & (User.role != BOT) & is_active()
    return Guise("", guise.sign) if User.select().where(same).exists() else guise


def _found(ids: Collection[int]) -> dict[int, Guise]:
    rows = MessageGuise.select().where(MessageGuise.message.in_(list(ids)))
    return {row.message_id: Guise(row.name, row.sign) for row in rows}
