"""The names and signs under which bots have posted."""

from collections.abc import Collection, Iterable
from typing import Any

from chat.accounts import BOT, could_be_another
from chat.accounts.items import Guise
from models import MessageGuise


def load_guises(rows: Iterable[Any]) -> dict[int, Guise]:
    """Return the guises of these messages, as far as they have one; without bots' messages there is no query."""
    ids = [row.id for row in rows if row.author.role == BOT]
    return guises_of(ids)


def guises_of(ids: Collection[int]) -> dict[int, Guise]:
    """Return the guises of these messages of bots, as far as they have one; for no message, without a query."""
    if not ids:
        return {}
    rows = MessageGuise.select().where(MessageGuise.message.in_(list(ids)))
    return {row.message_id: Guise(row.name, row.sign) for row in rows}


def allowed(guise: Guise, author_id: int) -> Guise:
    """Return a guise of a bot without its name, if one could take that for somebody else's here."""
    return Guise("", guise.sign) if could_be_another(guise.name, author_id) else guise
