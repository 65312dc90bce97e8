"""Who sends a request to a plain page, as a parameter of its handler."""

from typing import Annotated

from fastapi import Depends

from chat.accounts.items import Identity
from chat.errors import NotFound
from chat.web import auth

Actor = Annotated[Identity, Depends(auth.identify)]
"""Who is asking, resolved anew at every request."""


async def administrator(actor: Actor) -> Identity:
    """Return who is asking; raises `NotFound` unless it is an administrator."""
    if not actor.user.is_administrator:
        raise NotFound("Page not found.")
    return actor


Administrator = Annotated[Identity, Depends(administrator)]
"""An administrator who is asking; nobody else learns that there is something to ask."""
