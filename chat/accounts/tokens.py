"""Random tokens, and the hashes that are stored of them."""

import hashlib
import secrets


def new_token() -> str:
    """Return a token of 32 random bytes (OWASP ASVS 5.0, 7.2.3 asks for 16 at least)."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the hash of a token, a fast one since tokens are random."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_session_id() -> int:
    """Return a row id that no session ever had.

    SQLite gives the id of a deleted row to the next one. An open page asks for its session by id, so it would go on
    as whoever logs in next.
    """
    return secrets.randbelow(2**59) + 1  # forms take ids of up to 18 digits
