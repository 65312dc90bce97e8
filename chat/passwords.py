"""Password hashes: argon2id with OWASP's parameters, off the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Two threads: a crowd that signs in must not take every core, nor gigabytes, from the talk.
_executor = ThreadPoolExecutor(2, "password")

NOBODY = _hasher.hash("nobody has this password")
"""Checked where there is no such account, so that the reply takes as long as for a wrong password."""


def hash_password(password: str) -> str:
    """Return what is stored of a password; takes about 20 ms of a core."""
    return _hasher.hash(password)


async def password_matches(password: str, password_hash: str | None) -> bool:
    """Tell whether a password belongs to a hash; without a hash: no, after the same time."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_executor, _matches, password, password_hash or NOBODY) and bool(password_hash)


def _matches(password: str, password_hash: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
