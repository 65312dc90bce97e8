"""The tabs of the administration, and what they share."""

from fastapi import Depends, Request

from chat.web.pages.actor import administrator

PEOPLE = "/admin"
ROOMS = "/admin/rooms"
INVITATIONS = "/admin/invites"
PLACE = "/admin/place"
LOG = "/admin/log"

TABS = (
    (PEOPLE, "People"),
    (ROOMS, "Rooms"),
    (INVITATIONS, "Invitations"),
    (PLACE, "Place"),
    (LOG, "Audit log"),
)
"""In the order in which they stand on top of each page."""

GUARDS = (Depends(administrator),)
"""To everybody else these pages do not exist."""


def absolute(request: Request, public_url: str, path: str) -> str:
    """Return a path as a URL that others can open."""
    return f"{public_url or f'{request.url.scheme}://{request.url.netloc}'}{path}"
