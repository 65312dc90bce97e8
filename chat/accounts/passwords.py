"""Passwords: validation, and argon2id hashes with OWASP's parameters, computed on threads."""

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from math import prod
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn
from zxcvbn.matching import L33T_TABLE

from chat.errors import Invalid

MIN_PASSWORD, MAX_PASSWORD = 12, 1024
"""Characters (Unicode code points, normalised); OWASP ASVS 5.0, 6.2.1 and 6.2.9, asks for 64 at least."""

MAX_TYPED = 2 * MAX_PASSWORD
"""Maximum number of code points as typed: accents may be separate ones, and normalising takes quadratic time."""

GUESSABLE = 2
"""zxcvbn's lowest accepted score; below it a million guesses are enough: common words, repeats, names, "qwerty"."""

PIECE = 24
"""Characters that zxcvbn is given at a time: its time grows steeply with length (4.5 s for 125 characters)."""

MAX_PIECES = 6
"""Maximum number of pieces that are checked; a password is refused if all of them are guessable."""

MAX_READINGS = 32
"""Maximum number of ways to read digits and signs as letters, such as 4 and @ as a; zxcvbn tries each, in 6 ms."""

MIN_OTHER = 5
"""Minimum number of characters besides the owner's name and email address."""

_zxcvbn_alone = Lock()
"""zxcvbn keeps its user words in a global, so that two calls at once would mix them up."""

# OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Two threads, so that many logins at once do not take all cores and gigabytes from the chat.
_executor = ThreadPoolExecutor(2, "password")

WRONG_LENGTH = f"A password must have {MIN_PASSWORD} to {MAX_PASSWORD} characters."

NOBODY = _hasher.hash("nobody has this password")
"""Compared if there is no such account, so that the answer takes as long as for a wrong password."""


def hash_password(password: str) -> str:
    """Return the hash of a password; takes about 20 ms of a core."""
    return _hasher.hash(_normalized(password))


async def hash_new_password(password: object, *known: str) -> str:
    """Validate and hash a new password; raises `Invalid` for one that is too short, too long or too common.

    There are no rules about which characters it has (NIST SP 800-63B, OWASP ASVS 5.0, 6.2.5).

    Args:
        password: as typed
        *known: what others know about its owner, such as name and email
    """
    if not isinstance(password, str):
        raise Invalid("A password must be text.")
    if len(password) > MAX_TYPED:
        raise Invalid(WRONG_LENGTH)
    if any("\ud800" <= character <= "\udfff" for character in password):  # lone surrogates, from broken software
        raise Invalid("That password contains an invalid character.")
    return await asyncio.get_running_loop().run_in_executor(_executor, _accepted, password, known)


def _accepted(password: str, known: Sequence[str]) -> str:
    password = _normalized(password)
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise Invalid(WRONG_LENGTH)
    return _hash_uncommon(password, known)


def _normalized(password: str) -> str:
    """Return the normal form of a password, which keyboards may type differently (RFC 8265, OpaqueString).

    Unlike that profile it refuses nothing, such as joined emoji.
    """
    spaced = "".join(" " if unicodedata.category(character) == "Zs" else character for character in password)
    return unicodedata.normalize("NFC", spaced)


def _hash_uncommon(password: str, known: Sequence[str]) -> str:
    words = ["streamchat", *known, *(word for text in known for word in re.split(r"\W+", text) if len(word) > 2)]
    if len(_without(words, password)) < MIN_OTHER or _is_guessable(password, words):
        raise Invalid("That password is too easy to guess. Three or four unusual words are better.")
    return hash_password(password)


def _without(words: Sequence[str], password: str) -> str:
    """Remove known words from a password, before pieces could cut them in two."""
    rest = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word.casefold(), "")
    return rest


def _is_guessable(password: str, words: Sequence[str]) -> bool:
    pieces = [password[start : start + PIECE] for start in range(0, len(password), PIECE)][:MAX_PIECES]
    if any(_readings(piece) > MAX_READINGS for piece in pieces):
        return False  # no common password has so many different signs
    with _zxcvbn_alone:
        return all(zxcvbn(piece, words)["score"] < GUESSABLE for piece in pieces)


def _readings(piece: str) -> int:
    return prod(max(1, sum(sign in piece for sign in signs)) for signs in L33T_TABLE.values())


async def password_matches(password: object, password_hash: str | None) -> bool:
    """Whether a password matches a hash; without a hash False, after the same time."""
    loop = asyncio.get_running_loop()
    if not isinstance(password, str):
        return False
    has_hash = bool(password_hash) and len(password) <= MAX_TYPED  # longer ones match nobody, but take as long
    typed = password[:MAX_TYPED]
    return await loop.run_in_executor(_executor, _matches, typed, password_hash or NOBODY) and has_hash


def _matches(password: str, password_hash: str) -> bool:
    """Compare a password in its normal form, and as typed, which older hashes were made of."""
    return any(_verifies(form, password_hash) for form in dict.fromkeys([_normalized(password), password]))


def _verifies(password: str, password_hash: str) -> bool:
    try:
        # Lone surrogates, which no accepted password has, are compared too: the same work for every guess.
        return _hasher.verify(password_hash, password.encode(errors="surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
