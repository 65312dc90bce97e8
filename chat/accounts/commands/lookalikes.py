"""Names of bots that one could take for somebody else's: in a name, others can be read."""

import re
from collections.abc import Iterator
from typing import Any

from chat.accounts.commands.app_account import APP_NAME
from chat.accounts.commands.names import FORMER
from chat.accounts.queries import BOT
from chat.accounts.team import team_item
from chat.errors import Invalid
from chat.storage.name_keys import MAX_KEY, name_key, whole_key, without_accents
from models import User, is_active

TAKEN_FOR = str.maketrans("0134578$@!|i", "oleastbsalll")
"""Digits, and marks, that stand for letters; i, l, 1 and such are the same."""

MARKS = re.compile(r"[$@!|]")
"""Of these, what may as well stand for nothing."""

RESERVED = (APP_NAME, FORMER, "Administrator", "Admin")
"""Names of nobody's account under which one would expect somebody of this place."""


def could_be_another(name: str, bot_id: int) -> bool:
    """Whether one could take the name of a single message of a bot for somebody else's here, person or program.

    That is what sounds or looks like it, begins with it, or has all of it in it where it has several words. The same
    goes for the names of the app and of the team, for what stands for people (see `RESERVED`), and for no letters.
    """
    key = _key(name)
    read = {*_beginnings(key), *_phrases(key)}
    names = (*RESERVED, team_item().name, *(theirs for theirs, _, _, _ in _others(bot_id)))
    return not read or any(letters_of(one) in read for one in names)


def refuse_lookalike(name: str, owner: User, bot_id: int = 0) -> None:
    """Raise `Invalid` for a bot's own name that one could take for somebody else's.

    A bot may begin with the name of another one, as the second of its kind does, and with the first name of somebody;
    with its owner's, too. Of those who stand for this place, administrators may name bots.
    """
    key = _key(name)
    whole, phrases = {letters_in(key), letters_in(MARKS.sub("", key))} - {""}, set(_phrases(key))
    begun = set() if owner.role == "administrator" else set(_beginnings(key))
    taken = [f"“{one}”" for one in RESERVED if letters_of(one) in whole | begun]
    taken += [f"“{team}”" for team in [team_item().name] if letters_of(team) in whole]
    for their_key, theirs, role, id_ in _others(bot_id):
        is_in_it = role != BOT and " " in their_key and letters_of(their_key) in phrases
        if id_ != owner.id and (is_in_it or letters_of(their_key) in whole):
            taken.append("another app" if role == BOT else f"“{theirs}”")  # which one is not for all to know
    if not key:
        raise Invalid("This name cannot be read. Choose another name.")
    if taken:
        raise Invalid(f"This name could be taken for {taken[0]}. Choose another name.")


def letters_of(name: str) -> str:
    """Return the letters of a name: see `letters_in`."""
    return letters_in(name_key(name))


def letters_in(key: str) -> str:
    """Return what is left of a key without marks and accents, digits as the letters that they are taken for."""
    return "".join(filter(str.isalnum, without_accents(key).translate(TAKEN_FOR)))


def _key(name: str) -> str:
    """Return what is read in a name: nothing where signs are whole sentences, as ﷺ is; nobody is called so."""
    key = whole_key(name)
    return key if len(key) <= MAX_KEY else ""


def _beginnings(key: str) -> Iterator[str]:
    """Yield the letters of a key, and of what stands at its beginning."""
    yield from filter(None, (letters_in(key[:end]) for end in _ends(key) if end))


def _phrases(key: str) -> Iterator[str]:
    """Yield the letters of several words anywhere in a key."""
    ends = _ends(key)
    for start in (0, *(end + 1 for end in ends[:-1])):
        pieces = (key[start:end] for end in ends if end > start)
        yield from filter(None, (letters_in(piece) for piece in pieces if len(piece.split()) > 1))


def _ends(key: str) -> list[int]:
    return [at for at, one in enumerate(f"{key} ") if not one.isalpha()]


def _others(bot_id: int) -> Iterator[tuple[str, str, str, int]]:
    """Yield the keys of the names, the names, roles and ids of all active users but one bot."""
    rows: Any = User.select(User.name_key, User.name, User.role, User.id).where(User.id != bot_id, is_active())
    for key, name, role, id_ in rows.tuples():
        yield (key or name).partition("\n")[0], name, role, id_
