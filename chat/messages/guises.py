"""The names and signs under which bots have posted."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from peewee import fn

from chat.accounts import APP_NAME, BOT, FORMER, team_item
from chat.accounts.items import Guise
from chat.storage.name_keys import MAX_KEY, name_key, whole_key, without_accents
from models import MessageGuise, User, is_active

TAKEN_FOR = str.maketrans("0134578$@!|i", "oleastbsalll")
"""Digits, and marks, that stand for letters; i, l, 1 and such are the same."""

RESERVED = (APP_NAME, FORMER, "Administrator", "Admin")
"""Names of nobody's account under which one would expect somebody of this place."""


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
    """Return a guise of a bot without its name, if one could take that for somebody else's here, person or program.

    That is what sounds or looks like it, begins with it, or has all of it in it where it has several words. The same
    goes for the names of the app and of the team, and for what stands for people: see `RESERVED`.
    """
    taken = set(readings(guise.name))
    if not taken:
        return Guise("", guise.sign)
    key: Any = fn.COALESCE(User.name_key, User.name)
    others: Any = User.select(key).where(User.id != author_id, is_active()).tuples()
    names = (*RESERVED, team_item().name, *(one.partition("\n")[0] for (one,) in others))
    return Guise("", guise.sign) if any(letters_of(name) in taken for name in names) else guise


def readings(name: str) -> Iterator[str]:
    """Yield the letters of each name that one may read in a name: its beginnings, and several words anywhere in it.

    There are none in one of signs that are whole sentences, as ﷺ is: it would take long, and nobody is called so.
    """
    key = whole_key(name)
    if len(key) > MAX_KEY:
        return
    ends = [at for at, one in enumerate(f"{key} ") if not one.isalpha()]
    for start in (0, *(end + 1 for end in ends[:-1])):
        for piece in (key[start:end] for end in ends if end > start):
            if (start == 0 or len(piece.split()) > 1) and (letters := letters_in(piece)):
                yield letters


def letters_of(name: str) -> str:
    """Return the letters of a name: see `letters_in`."""
    return letters_in(name_key(name))


def letters_in(key: str) -> str:
    """Return what is left of a key without marks and accents, digits as the letters that they are taken for."""
    return "".join(filter(str.isalnum, without_accents(key).translate(TAKEN_FOR)))
