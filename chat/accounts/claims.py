"""Accounts that were imported and that nobody has claimed so far: nobody can log in, until they choose a password."""

from typing import Any

import peewee

from models import User

UNCLAIMED = "imported"
"""Stands for the hash of a password; no password has this one."""

NO_ADDRESS = "@imported.invalid"
"""The end of the address of somebody whose address is not known: no mail goes there (RFC 2606)."""


def is_unclaimed(user: Any = User) -> peewee.Expression:
    """Query condition: nobody has claimed the account so far."""
    condition: peewee.Expression = (user.password_hash == UNCLAIMED) & user.deleted_at.is_null()
    return condition


def has_address(email: str) -> bool:
    """Whether an account's address is one."""
    return not email.endswith(NO_ADDRESS)
