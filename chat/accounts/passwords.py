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
"""Code points that are looked at: accents may come apart from their letters, and normalising takes quadratic time."""

GUESSABLE = 2
"""zxcvbn's score below which a few million guesses would do: common passwords, repeats, keyboard walks, one's name."""

STRETCH = 24
"""Characters that zxcvbn is given at a time: its search grows steeply with length (4.5 s for 125 of them, seen)."""

MAX_STRETCHES = 6
"""Stretches that are looked at; a password of more than that, all of them guessable, is refused."""

MAX_READINGS = 32
"""Ways to read a stretch's digits and signs as letters, such as 4 and @ as a; zxcvbn tries all, 6 ms each."""

OF_ONES_OWN = 5
"""Characters that a password has at least besides its owner's name and address."""

_zxcvbn_alone = Lock()
"""zxcvbn keeps its user words in a global, so that two calls at once would mix them up."""

# OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Two threads: a crowd that signs in must not take every core, nor gigabytes, from the talk.
_executor = ThreadPoolExecutor(2, "password")

WRONG_LENGTH = f"A password must have {MIN_PASSWORD} to {MAX_PASSWORD} characters."

NOBODY = _hasher.hash("nobody has this password")
"""Checked if there is no such account, so that the reply takes as long as for a wrong password."""


def hash_password(password: str) -> str:
    """Return the hash of a password; takes about 20 ms of a core."""
    return _hasher.hash(_normalized(password))


async def hash_new_password(password: object, *known: str) -> str:
    """Validate and hash a new password; raises `Invalid` for one that is too short, too long or too common.

    There are no rules about which characters it has (NIST SP 800-63B, OWASP ASVS 5.0, 6.2.5).

    Args:
        password: as it was typed
        *known: what others know of its owner, such as name and email
    """
    if not isinstance(password, str):
        raise Invalid("A password must be text.")
    if len(password) > MAX_TYPED:
        raise Invalid(WRONG_LENGTH)
    if any("\ud800" <= character <= "\udfff" for character in password):  # half a character, from broken software
        raise Invalid("That password contains an invalid character.")
    return await asyncio.get_running_loop().run_in_executor(_executor, _accepted, password, known)


def _accepted(password: str, known: Sequence[str]) -> str:
    password = _normalized(password)
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise Invalid(WRONG_LENGTH)
    return _hash_uncommon(password, known)


def _normalized(password: str) -> str:
    """Return the one form of a password that keyboards type in several (RFC 8265, OpaqueString).

    Nothing is refused as that profile would, such as joined emoji.
    """
    spaced = "".join(" " if unicodedata.category(character) == "Zs" else character for character in password)
    return unicodedata.normalize("NFC", spaced)


def _hash_uncommon(password: str, known: Sequence[str]) -> str:
    words = ["streamchat", *known, *(word for text in known for word in re.split(r"\W+", text) if len(word) > 2)]
    if len(_without(words, password)) < OF_ONES_OWN or _is_guessable(password, words):
        raise Invalid("That password is too easy to guess. Three or four unusual words are better.")
    return hash_password(password)


def _without(words: Sequence[str], password: str) -> str:
    """Take known words out of a password, also where a stretch would cut them in two."""
    rest = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word.casefold(), "")
    return rest


def _is_guessable(password: str, words: Sequence[str]) -> bool:
    stretches = [password[start : start + STRETCH] for start in range(0, len(password), STRETCH)][:MAX_STRETCHES]
    if any(_readings(stretch) > MAX_READINGS for stretch in stretches):
        return False  # so many different signs are in no common password
    with _zxcvbn_alone:
        return all(zxcvbn(stretch, words)["score"] < GUESSABLE for stretch in stretches)


def _readings(stretch: str) -> int:
    return prod(max(1, sum(sign in stretch for sign in signs)) for signs in L33T_TABLE.values())


async def password_matches(password: object, password_hash: str | None) -> bool:
    """Whether a password matches a hash; without a hash False, after the same time."""
    loop = asyncio.get_running_loop()
    if not isinstance(password, str):
        return False
    has_hash = bool(password_hash) and len(password) <= MAX_TYPED  # what is longer is nobody's, after the same time
    typed = password[:MAX_TYPED]
    return await loop.run_in_executor(_executor, _matches, typed, password_hash or NOBODY) and has_hash


def _matches(password: str, password_hash: str) -> bool:
    """Compare a password in its normal form, and as typed too: older hashes are of that."""
    return any(_verifies(form, password_hash) for form in dict.fromkeys([_normalized(password), password]))


def _verifies(password: str, password_hash: str) -> bool:
    try:
        # Half a character, which no accepted password has, is compared too: the same work for every guess.
        return _hasher.verify(password_hash, password.encode(errors="surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
