"""The names and signs under which bots have posted."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from peewee import fn

from chat.accounts import APP_NAME, BOT, team_item
from chat.accounts.items import Guise
from chat.storage.name_keys import name_key, without_accents
from models import MessageGuise, User, is_active

TAKEN_FOR = str.maketrans("0134578$@!|i", "oleastbsalll")
"""Digits, and marks, that stand for letters; i, l, 1 and such are the same."""


def load_guises(rows: Iterable[Any]) -> dict[int, Guise]:
    """Return the guises of those of these messages that are of bots and have one; without bots there is no query."""
    ids = [row.id for row in rows if row.author.role == BOT]
    return guises_of(ids)


def guises_of(ids: Collection[int]) -> dict[int, Guise]:
    """Return the guises of those of these messages, which are of bots, that have one; of none, without a query."""
    if not ids:
        return {}
    rows = MessageGuise.select().where(MessageGuise.message.in_(list(ids)))
    return {row.message_id: Guise(row.name, row.sign) for row in rows}


def allowed(guise: Guise) -> Guise:
    """Return a guise without its name if somebody who is no bot is called so, looks so, or is what it begins with.

    The same goes for the names of the app and of the team.
    """
    taken = set(beginnings(guise.name))
    if not taken:
        return Guise("", guise.sign)
    keys: Any = User.select(fn.COALESCE(User.name_key, User.name)).where(User.role != BOT, is_active()).tuples()
    names = (APP_NAME, team_item().name, *(key for (key,) in keys))
    return Guise("", guise.sign) if any(letters_of(name) in taken for name in names) else guise


def beginnings(name: str) -> Iterator[str]:
    """Yield the letters of a name, and of each beginning of it that something other than a letter comes after."""
    key = name_key(name)
    for at, one in enumerate(f"{key} "):
        if not one.isalpha() and (letters := letters_of(key[:at])):
            yield letters


def letters_of(name: str) -> str:
    """Return what is left of a name without marks and accents, digits as the letters that they are taken for."""
    plain = without_accents(name_key(name)).translate(TAKEN_FOR)
    return "".join(filter(str.isalnum, plain))
